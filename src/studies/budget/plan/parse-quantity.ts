import { decimals } from "./amount.ts";
import type { Interval } from "./plan-question.ts";
import { refuse } from "./refuse.ts";
import { type KnownUnit, unitOf } from "./units.ts";

/** A text read as an amount. */
export interface ParsedQuantity extends Interval {
	/** Null if the text names none. */
	readonly unit: string | null;
}

const grammar =
	/^(?<before>[^\d\s.,-]*)\s*(?<low>-?\d[\d,]*(?:\.\d+)?)(?:\s*\.\.\s*(?<high>-?\d[\d,]*(?:\.\d+)?))?\s*(?<after>\D*)$/u;

const thousands = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/;
/** `5.000`: five in one country and five thousand in another. */
const ambiguous = /^[1-9]\d{0,2}\.\d{3}$/;

function readNumber(where: string, text: string): number {
	const found = JSON.stringify(text);
	if (text.includes(",") && !thousands.test(text))
		refuse(
			where,
			"a number with a decimal point and, if any, commas between thousands",
			found,
			"Write 2.50 for two and a half, and 5000 or 5,000 for five thousand.",
		);
	if (ambiguous.test(text))
		refuse(
			where,
			"a number that is read in one way everywhere",
			found,
			`Write ${text.replace(".", "")} for thousands, or ${text}0 for a number with three decimals.`,
		);
	const plain = text.replaceAll(",", "");
	if ((plain.split(".")[1] ?? "").length > decimals)
		refuse(where, `at most ${decimals} decimals`, found);
	return Number(plain);
}

function readUnit(
	where: string,
	words: readonly (string | undefined)[],
	suggest: (word: string) => string | null,
): KnownUnit | null {
	const given = words.filter((word) => word !== undefined && word !== "");
	const units = given.map((word = "") => {
		const unit = unitOf(word);
		if (unit !== null) return unit;
		const near = suggest(word);
		return refuse(
			where,
			"a unit: a currency (EUR, $, yen, or another ISO code), minutes, hours, or examples",
			JSON.stringify(word),
			near === null ? undefined : `Did you mean ${near}?`,
		);
	});
	const [first = null, second = first] = units;
	if (first?.unit !== second?.unit)
		refuse(where, "one unit", given.join(" and "));
	return first;
}

/**
 * Reads `5000 EUR`, `$5,000`, `40 hours`, `2000 examples`, `1.5..2.5 EUR` or a number alone. Hours become minutes. Numbers
 * below 0 are read as they are; whoever uses them refuses them. `suggest` returns a known word that is near to an unknown
 * one. Throws `recipe`.
 */
export function parseQuantity(
	text: string,
	where: string,
	suggest: (word: string) => string | null = () => null,
): ParsedQuantity {
	const plain = text.normalize("NFKC").trim();
	const groups = grammar.exec(plain)?.groups;
	if (groups === undefined)
		refuse(
			where,
			"an amount with a unit, such as 5000 EUR, 40 hours, 2000 examples, or an interval such as 1.5..2.5 EUR",
			JSON.stringify(text),
		);
	const { before, after, low = "", high } = groups;
	const known = readUnit(where, [before, after?.trim()], suggest);
	const factor = known?.factor ?? 1;
	const from = readNumber(where, low) * factor;
	const to = high === undefined ? from : readNumber(where, high) * factor;
	return { low: from, high: to, unit: known?.unit ?? null };
}
