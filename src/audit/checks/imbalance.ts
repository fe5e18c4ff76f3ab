import type { Finding, FindingKind, Grouping } from "../audit-result.ts";
import type { AuditedRow } from "../rows/audited-row.ts";
import type { RuledProperty } from "../slices/properties.ts";
import { otherTopic } from "../slices/topics.ts";
import {
	type Checked,
	checkedOf,
	counted,
	findingOf,
	percent,
} from "./checked.ts";

/** The largest of several topics has more than this share. */
const largestTopic = 0.5;
/** Forms and verdicts of less than this share are rare. */
const rareShare = 0.02;
const rareVerdict = 0.2;
/** Rows below which nothing is said of imbalance. */
const fewestRows = 50;

interface Rare {
	readonly kind: FindingKind;
	readonly tested: string;
	readonly severity: "note" | "warning";
	readonly message: string;
	readonly places: readonly string[];
}

function findingFor({
	kind,
	tested,
	severity,
	message,
	places,
}: Rare): Finding {
	return findingOf({ kind, severity, message, tested, hits: [], rows: places });
}

function placesOf(
	rows: readonly AuditedRow[],
	{ groups }: RuledProperty,
	names: readonly string[],
): string[] {
	return rows
		.filter((_, i) => groups[i]?.some((name) => names.includes(name)))
		.map(({ place }) => place);
}

/** Whether one topic outweighs all others. */
export function checkTopics(
	rows: readonly AuditedRow[],
	property: RuledProperty,
	{ groups, rule }: Grouping,
): Checked {
	const kind = "topic-imbalance";
	const tested = `whether one of at least two topics has more than ${percent(largestTopic)} of the rows; topics by ${rule}`;
	const named = groups.filter(({ name }) => name !== otherTopic);
	const [largest] = named;
	const found =
		rows.length >= fewestRows &&
		named.length >= 2 &&
		largest !== undefined &&
		largest.share > largestTopic;
	const findings = found
		? [
				findingFor({
					...{ kind, tested, severity: "warning" },
					message: `The topic ${largest.name} has ${percent(largest.share)} of ${counted(rows.length, "row")}; the other ${named.length - 1} topics share the rest.`,
					places: placesOf(rows, property, [largest.name]),
				}),
			]
		: [];
	return checkedOf({ kind, tested, examined: rows.length, findings });
}

/** Whether a few answers have another form than most. */
export function checkForms(
	rows: readonly AuditedRow[],
	property: RuledProperty,
	{ groups }: Grouping,
): Checked {
	const kind = "form-imbalance";
	const tested = `forms of answer that fewer than ${percent(rareShare)} of the rows have; refusals and empty answers have checks of their own`;
	const rare = groups.filter(
		({ name, share }) =>
			share < rareShare && name !== "refusal" && name !== "empty",
	);
	const examined = property.groups.filter((names) => names.length > 0).length;
	const findings =
		examined >= fewestRows && rare.length > 0
			? [
					findingFor({
						...{ kind, tested, severity: "note" },
						message: `Rare forms of answer: ${rare.map(({ name, rows }) => `${name} ${rows}`).join(", ")} of ${examined}.`,
						places: placesOf(
							rows,
							property,
							rare.map(({ name }) => name),
						),
					}),
				]
			: [];
	return checkedOf({ kind, tested, examined, findings });
}

/** Whether one verdict is rare. */
export function checkVerdicts(rows: readonly AuditedRow[]): Checked {
	const kind = "verdict-imbalance";
	const tested = `whether one verdict has less than ${percent(rareVerdict)} of the labelled rows`;
	const labelled = rows.filter((row) => row.desirable !== null);
	const [good, bad] = [true, false].map((verdict) =>
		labelled.filter(({ desirable }) => desirable === verdict),
	) as [AuditedRow[], AuditedRow[]];
	const rare = good.length < bad.length ? good : bad;
	const found =
		labelled.length >= fewestRows &&
		rare.length < rareVerdict * labelled.length;
	const findings = found
		? [
				findingFor({
					...{ kind, tested, severity: "warning" },
					message: `${rare.length} of ${labelled.length} answers are ${rare === good ? "desirable" : "undesirable"}.`,
					places: rare.map(({ place }) => place),
				}),
			]
		: [];
	return checkedOf({ kind, tested, examined: labelled.length, findings });
}
