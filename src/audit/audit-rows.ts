import {
	type AuditResult,
	type Check,
	type Finding,
	findingKinds,
	type ModelPart,
	severities,
} from "./audit-result.ts";
import type { AuditSettings } from "./audit-settings.ts";
import {
	checkEmpty,
	checkEqualAnswers,
	checkRefusals,
} from "./checks/answers.ts";
import { type Checked, checkedOf } from "./checks/checked.ts";
import { checkForms, checkTopics, checkVerdicts } from "./checks/imbalance.ts";
import { checkLabelNoise } from "./checks/label-noise.ts";
import { checkLengths, lengthsOf } from "./checks/lengths.ts";
import {
	checkLengthBias,
	checkPositionBias,
	positionColumnOf,
} from "./checks/pair-bias.ts";
import { checkPersonal } from "./checks/personal.ts";
import { checkRepeats } from "./checks/repeats.ts";
import {
	correctedSlices,
	sliceFindings,
	sliceThresholds,
} from "./checks/slices.ts";
import { checkUnreadable } from "./checks/unreadable.ts";
import { openShingler } from "./repeats/shingles.ts";
import { type AuditedRow, partsOf } from "./rows/audited-row.ts";
import type { AuditedRows } from "./rows/read-audited.ts";
import { outcomesOf } from "./slices/outcomes.ts";
import {
	formProperty,
	groupingOf,
	propertiesOf,
	type RuledProperty,
} from "./slices/properties.ts";
import { languageOf } from "./words/language.ts";

/** What a model made of the rows: its part of the result, with its checks and findings. */
export interface ModelAudit {
	readonly part: ModelPart;
	readonly checked: readonly Checked[];
}

export interface AuditOptions {
	readonly settings: AuditSettings;
	/** Of the package, for the result. */
	readonly temper: string;
	/** Measures a model on the rows; null if none was named. */
	readonly measure:
		| ((
				rows: readonly AuditedRow[],
				properties: readonly RuledProperty[],
		  ) => Promise<ModelAudit>)
		| null;
}

/** Audits rows that were read. Throws `data` if a setting names a column that no row has. */
export async function auditRows(
	{ files, rows }: AuditedRows,
	{ settings, temper, measure }: AuditOptions,
): Promise<AuditResult> {
	const position = positionColumnOf(rows, settings.position);
	const properties = propertiesOf(rows, settings);
	const forms = formProperty(rows);
	const groupings = [
		properties[0] as RuledProperty,
		forms,
		...properties.slice(1),
	].map(groupingOf);
	const { checked, slices } = await checkRows(rows, {
		settings,
		properties,
		position,
	});
	const model = measure === null ? null : await measure(rows, properties);
	const [topics, formGroups] = groupings;
	const all = [
		checkUnreadable(files),
		...checked,
		checkTopics(
			rows,
			properties[0] as RuledProperty,
			topics as (typeof groupings)[number],
		),
		checkForms(rows, forms, formGroups as (typeof groupings)[number]),
		...(model?.checked ?? []),
	];
	return {
		...{ kind: "audit", version: 1, created: new Date().toISOString(), temper },
		files: files.map((file) => ({
			...file,
			unreadable: file.unreadable.length,
		})),
		rows: countsOf(rows),
		settings: { ...settings, position },
		languages: languagesOf(rows),
		lengths: lengthsOf(rows),
		...{ groupings, slices, model: model?.part ?? null },
		...concluded(all, settings),
	};
}

interface Prepared {
	readonly settings: AuditSettings;
	readonly properties: readonly RuledProperty[];
	readonly position: string | null;
}

async function checkRows(
	rows: readonly AuditedRow[],
	{ settings, properties, position }: Prepared,
): Promise<{ checked: Checked[]; slices: AuditResult["slices"] }> {
	const { alpha, seed, nearDuplicate: threshold } = settings;
	const shingle = await openShingler();
	const outcomes = outcomesOf(rows);
	const slices = correctedSlices(outcomes, properties);
	const findings = sliceFindings(slices, {
		...{ rows, outcomes, properties, alpha },
		of: "the rows",
	});
	return {
		slices,
		checked: [
			checkEmpty(rows),
			checkEqualAnswers(rows),
			...checkRepeats(rows, { threshold, seed, shingle }),
			...checkPersonal(rows),
			checkRefusals(rows),
			checkLengths(rows),
			checkLengthBias(rows, alpha),
			checkPositionBias(rows, position, alpha),
			checkVerdicts(rows),
			checkLabelNoise(rows, seed),
			checkedOf({
				kind: "slice-difference",
				tested: `each group against all other rows, corrected for all tests (Holm) at ${alpha}; a finding needs ${sliceThresholds}`,
				examined: rows.length,
				findings,
			}),
		],
	};
}

function countsOf(rows: readonly AuditedRow[]): AuditResult["rows"] {
	const of = (kind: AuditedRow["kind"]) =>
		rows.filter((row) => row.kind === kind).length;
	return {
		demonstrations: of("demonstrations"),
		pairs: of("pairs"),
		verdicts: of("verdicts"),
		prompts: of("prompts"),
	};
}

function languagesOf(rows: readonly AuditedRow[]): AuditResult["languages"] {
	const counts = { english: 0, japanese: 0, other: 0 };
	for (const row of rows)
		counts[
			languageOf(
				partsOf(row)
					.map(({ text }) => text)
					.join("\n"),
			)
		]++;
	return counts;
}

/** Checks and findings in their order, and what they come to. */
function concluded(
	all: readonly Checked[],
	{ failOn }: AuditSettings,
): Pick<AuditResult, "checks" | "findings" | "worst" | "failed"> {
	const place = ({ kind }: Check | Finding) => findingKinds.indexOf(kind);
	const gravity = (severity: Finding["severity"]) =>
		severities.indexOf(severity);
	const findings = all
		.flatMap((one) => one.findings)
		.sort(
			(a, b) =>
				gravity(b.severity) - gravity(a.severity) || place(a) - place(b),
		);
	const worst = findings[0]?.severity ?? null;
	return {
		checks: all.map(({ check }) => check).sort((a, b) => place(a) - place(b)),
		...{ findings, worst },
		failed:
			worst !== null && failOn !== "never" && gravity(worst) >= gravity(failOn),
	};
}
