import type { Finding } from "../audit-result.ts";
import {
	findPersonal,
	maskPersonal,
	searchable,
} from "../personal/find-personal.ts";
import type { PersonalKind } from "../personal/personal-match.ts";
import { type AuditedRow, partsOf } from "../rows/audited-row.ts";
import { aboutChecks } from "./about-checks.ts";
import {
	type Checked,
	checkedOf,
	counted,
	findingOf,
	type Hit,
} from "./checked.ts";

const tested: Readonly<Record<PersonalKind, string>> = {
	email:
		"the form of an e-mail address with a country's or a known top-level domain, in prompts and answers",
	phone:
		'numbers that are assigned according to libphonenumber: with a plus, or as Japan and North America write them; other digits only after a word such as "phone"',
	"postal-address":
		"the form of Japanese, North American and British addresses; no directory of places is consulted, and a public place counts like a person's home",
	"identity-number":
		"US Social Security numbers (no check digit exists), and with their check digits Japan's My Number and numbers of Spain, Italy, Brazil, China and India; British National Insurance numbers by form; passports after a word for them",
	"card-number":
		"14 to 19 digits with a brand's prefix and Luhn's check digit, which one of ten random numbers passes",
	iban: "the length for the country and the check digits modulo 97, which one of 97 random numbers passes",
};

const kinds = Object.keys(tested) as PersonalKind[];

interface Found extends Hit {
	readonly kind: PersonalKind;
	readonly name: string;
	readonly reserved: boolean;
}

/** Personal data in all texts of all rows. What is found is only ever shown masked. */
export function checkPersonal(rows: readonly AuditedRow[]): Checked[] {
	const found = rows.flatMap((row) =>
		partsOf(row).flatMap(({ part, text }) => {
			const plain = searchable(text);
			const matches = findPersonal(plain);
			// The whole text is masked before it is cut: a detector may need what is outside the part that is shown.
			const masked = matches.length > 0 ? maskPersonal(text) : "";
			return matches.map(
				({ kind, name, start, end, reserved }): Found => ({
					...{ kind, name, reserved, place: row.place, part },
					text: around(masked, start, end),
				}),
			);
		}),
	);
	return kinds.map((kind) =>
		checkedOf({
			...{ kind, tested: tested[kind], examined: rows.length },
			findings: findingsOf(
				kind,
				found.filter((one) => one.kind === kind),
			),
		}),
	);
}

/** The value with a little of what is before and after it, so that a reader sees what it is. */
function around(text: string, start: number, end: number): string {
	return text.slice(Math.max(0, start - 60), end + 30);
}

function findingsOf(kind: PersonalKind, found: readonly Found[]): Finding[] {
	const real = found.filter(({ reserved }) => !reserved);
	const reserved = found.filter((one) => one.reserved);
	const { title } = aboutChecks[kind];
	const common = { kind, tested: tested[kind] };
	const rowsOf = (hits: readonly Hit[]) =>
		counted(new Set(hits.map(({ place }) => place)).size, "row");
	return [
		...(real.length === 0
			? []
			: [
					findingOf({
						...{ ...common, severity: "error", hits: real },
						message: `${rowsOf(real)} with ${title}${names(real)}.`,
					}),
				]),
		...(reserved.length === 0
			? []
			: [
					findingOf({
						...{ ...common, severity: "note", hits: reserved },
						name: "reserved",
						message: `${rowsOf(reserved)} with ${title} that belong to nobody: reserved for examples, for fiction or for services.`,
						remedy: "Nothing has to be done if these are meant as examples.",
					}),
				]),
	];
}

/** What the values are, if the kind has several names. */
function names(found: readonly Found[]): string {
	const counts = new Map<string, number>();
	for (const { name } of found) counts.set(name, (counts.get(name) ?? 0) + 1);
	if (found[0]?.kind !== "identity-number") return "";
	return ` (${[...counts].map(([name, count]) => `${count} ${name}`).join(", ")})`;
}
