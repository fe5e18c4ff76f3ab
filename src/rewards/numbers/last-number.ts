import { plainNumbers } from "./number-text.ts";
import {
	decimal,
	divide,
	negative,
	type Rational,
	toNumber,
} from "./rational.ts";

/** Digits as they come, or in groups divided by a comma, of three or as in India (`12,34,567`); a point divides decimals. */
const digits = String.raw`(?:(?:\d{1,3}(?:,\d{3})+(?!\d)|(?<![\d,])\d{1,2}(?:,\d{2})+,\d{3}(?![\d,])|\d+)(?:\.\d+)?|(?<![\p{L}\d.])\.\d+)`;

/** Powers of ten by the words for them. */
const scales: Readonly<Record<string, number>> = {
	...{ hundred: 2, thousand: 3, million: 6, billion: 9, trillion: 12 },
	...{ \u4e07: 4, \u842c: 4, \u4ebf: 8, \u5104: 8 },
};
const scaleWords = "hundred|thousand|million|billion|trillion";
const scaleSigns = "\u4e07\u842c\u4ebf\u5104";
const scale = String.raw`\s?(?:(?<scale>${scaleWords})s?\b|(?<scaleSign>[${scaleSigns}])(?!\d))`;

/** A sign counts where it touches the number or its currency and follows nothing that it could be subtracted from. */
const number = new RegExp(
	String.raw`(?<sign>(?<![\p{L}\p{N}.)\]}]|[\p{L}\p{N}]_)[-+])?(?:(?<=[-+])[a-z]{0,3}(?=\p{Sc}))?\p{Sc}?(?<inner>(?<=\p{Sc})-)?(?<upper>${digits})(?:e(?<exponent>[-+]?\d{1,3}(?!\d)))?(?:\s?/\s?(?<lower>${digits}))?(?:${scale})?`,
	"giu",
);

/** Digits after these are a power or an index, or part of a name (`H2O`, `cm2`, `B12`): not behind a currency or a LaTeX command. */
const power = /(?:[\p{L})}\]][_^]|\d\^)\{?$/u;
const name = /(?:^|[^A-Za-z\\])(?![A-Z]{3}$|(?:Rs|RM|kr)$)[A-Za-z]+$/;

/** The inside of the last `\boxed{...}`, braces balanced; null if there is none. */
function lastBox(text: string): string | null {
	const start = text.lastIndexOf("\\boxed{");
	if (start < 0) return null;
	let depth = 0;
	for (let at = start + 6; at < text.length; at++) {
		if (text[at] === "{") depth++;
		if (text[at] === "}" && --depth === 0) return text.slice(start + 7, at);
	}
	return null;
}

/** What makes a line after `####` a heading of Markdown, as `#### Step 2: Add up`. */
const heading =
	/^[\s*]*(?:(?:step|part|question|problem|example|case|method|section|phase|stage)\b|\d{1,2}[.)]\**\s+\p{Lu}.*[^.!\s]\s*$)/iu;

/** The line after the last `####`; null if there is none, or if it is a heading of several lines. */
function lastMarked(text: string): string | null {
	const at = text.lastIndexOf("####");
	if (at < 0) return null;
	const [line = "", ...more] = text.slice(at + 4).split("\n");
	const headed = heading.test(line) && more.some((one) => /\d/.test(one));
	return headed ? null : line;
}

/** The longest run of digits that is read as a number: a double ends at 309. */
const mostDigits = 400;

function rationalOf(match: RegExpExecArray): Rational | null {
	const { upper = "", exponent = "0", lower, ...rest } = match.groups ?? {};
	const { sign, inner, scale, scaleSign } = rest;
	const plain = [upper, lower ?? ""].map((part) => part.replaceAll(",", ""));
	if (plain.some((part) => part.length > mostDigits)) return null;
	const [above = "", below = ""] = plain;
	const scaled = scales[(scale ?? scaleSign ?? "").toLowerCase()] ?? 0;
	const whole = decimal(above, Number(exponent) + scaled);
	const value = lower === undefined ? whole : divide(whole, decimal(below));
	if (value === null || !Number.isFinite(toNumber(value))) return null;
	return sign === "-" || inner === "-" ? negative(value) : value;
}

/** The numbers of a text; those in names and powers only if there are no others. */
function numbersOf(text: string): RegExpExecArray[] {
	const all = [...text.matchAll(number)];
	const free = all.filter(({ index }) => {
		const before = text.slice(Math.max(0, index - 24), index);
		return !power.test(before) && !name.test(before);
	});
	return free.length > 0 ? free : all;
}

/** The number that an announced answer begins with, after its last `=`: `42 apples for 3 people`, `6 * 7 = 42`. */
function announcedMatch(text: string): RegExpExecArray | null {
	const all = numbersOf(text);
	const equals = text.lastIndexOf("=");
	return all.find(({ index }) => index > equals) ?? all.at(-1) ?? null;
}

function readValue(match: RegExpExecArray | null | undefined): Rational | null {
	return match ? rationalOf(match) : null;
}

/**
 * The number of a text, exactly: the first one after its last `####`, else in its last `\boxed{}`, there behind the last `=`;
 * else the last one anywhere. Reads `-1,234.5`, `$5`, `50%` (as 50), `3/4`, `3 1/2`, `\frac{3}{4}`, `1.5e3`, `1.5 million`,
 * `5×10^3`, full-width digits and those of other scripts, and groups of three digits divided by `,`, `{,}`, `\,`, `'`, `_` or a
 * space; null if there is none, or none that a double could hold.
 */
export function lastRational(text: string): Rational | null {
	const plain = plainNumbers(text);
	for (const place of [lastMarked(plain), lastBox(plain)]) {
		const value = place === null ? null : readValue(announcedMatch(place));
		if (value !== null) return value;
	}
	return readValue(numbersOf(plain).at(-1));
}

/** The same as a double. */
export function lastNumber(text: string): number | null {
	const value = lastRational(text);
	return value === null ? null : toNumber(value);
}

/** A number goes on beyond these: it is part of a date, a time, a range, a list, a power or a number in words. */
const goesOn = {
	before: new RegExp(
		String.raw`\d(?:[-,:./ ]|\s?[${scaleSigns}])?$|\d\s?(?:${scaleWords})s?\s(?:and\s)?$`,
		"iu",
	),
	behind: /^(?:[-,:./ ]\d|\^[{(]?-?\d)/,
};

/**
 * The number of a reference, which must be plain: what it announces as its answer, after `####` or in `\boxed{}`, must hold a
 * number, and the number must stand alone. Null if it does not, as in `#### none`, `12:30`, `2024-05-01` and `12,34`.
 */
export function referenceNumber(text: string): Rational | null {
	const plain = plainNumbers(text);
	const marked = lastMarked(plain)?.trim() ?? "";
	const announced = marked === "" ? lastBox(plain) : marked;
	const place = announced ?? plain;
	const match =
		announced === null ? numbersOf(place).at(-1) : announcedMatch(place);
	if (!match) return null;
	const before = place.slice(0, match.index);
	const behind = place.slice(match.index + match[0].length);
	if (goesOn.before.test(before) || goesOn.behind.test(behind)) return null;
	return rationalOf(match);
}
