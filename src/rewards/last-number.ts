import { plainNumbers } from "./number-text.ts";
import {
	decimal,
	divide,
	negative,
	type Rational,
	toNumber,
} from "./rational.ts";

/** Digits as they come, or in groups of three divided by a comma; a point divides decimals. */
const digits = String.raw`(?:(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+)`;

/** A sign counts where it touches the number or its currency and follows nothing that it could be subtracted from. */
const number = new RegExp(
	String.raw`(?<sign>(?<![\w.)\]}])[-+])?\p{Sc}?(?<inner>(?<=\p{Sc})-)?(?<upper>${digits})(?:e(?<exponent>[-+]?\d{1,3}(?!\d)))?(?:\s?/\s?(?<lower>${digits}))?`,
	"giu",
);

/** The inside of the last `\boxed{...}`, braces balanced; null where there is none. */
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

/** The line behind the last `####`; null where there is none. */
function lastMarked(text: string): string | null {
	const at = text.lastIndexOf("####");
	return at < 0 ? null : (text.slice(at + 4).split("\n", 1)[0] ?? null);
}

/** The longest run of digits that is read as a number: a double ends at 309. */
const mostDigits = 400;

function rationalOf(match: RegExpExecArray): Rational | null {
	const { upper = "", exponent = "0", lower, sign, inner } = match.groups ?? {};
	const plain = [upper, lower ?? ""].map((part) => part.replaceAll(",", ""));
	if (plain.some((part) => part.length > mostDigits)) return null;
	const [above = "", below = ""] = plain;
	const whole = decimal(above, Number(exponent));
	const value = lower === undefined ? whole : divide(whole, decimal(below));
	if (value === null || !Number.isFinite(toNumber(value))) return null;
	return sign === "-" || inner === "-" ? negative(value) : value;
}

function lastMatch(text: string | null): RegExpExecArray | null {
	return text === null ? null : ([...text.matchAll(number)].at(-1) ?? null);
}

function lastOf(text: string | null): Rational | null {
	const match = lastMatch(text);
	return match === null ? null : rationalOf(match);
}

/**
 * The number that a text ends in, exactly: the last one behind its last `####`, else in its last `\boxed{}`, else anywhere.
 * Reads `-1,234.5`, `$5`, `50%` (as 50), `3/4`, `\frac{3}{4}`, `1.5e3`, `5×10^3`, full-width digits and those of other scripts, and
 * groups of three digits divided by `,`, `{,}`, `\,`, `'`, `_` or a fixed space; null where there is none, or none that a double
 * could hold.
 */
export function lastRational(text: string): Rational | null {
	const plain = plainNumbers(text);
	return lastOf(lastMarked(plain)) ?? lastOf(lastBox(plain)) ?? lastOf(plain);
}

/** The same as a double. */
export function lastNumber(text: string): number | null {
	const value = lastRational(text);
	return value === null ? null : toNumber(value);
}

/** A number goes on beyond these: it is part of a date, a time, a range or a list. */
const goesOn = { before: /\d[-,:.]?$/, behind: /^[-,:.]\d/ };

/**
 * The number of a reference, which must be plain: what it announces as its answer, behind `####` or in `\boxed{}`, must hold a
 * number, and the number must stand alone. Null where it does not, as in `#### none`, `12:30`, `2024-05-01` and `12,34`.
 */
export function referenceNumber(text: string): Rational | null {
	const plain = plainNumbers(text);
	const marked = lastMarked(plain)?.trim() ?? "";
	const announced = marked === "" ? lastBox(plain) : marked;
	const place = announced ?? plain;
	const match = lastMatch(place);
	if (match === null) return null;
	const before = place.slice(0, match.index);
	const behind = place.slice(match.index + match[0].length);
	if (goesOn.before.test(before) || goesOn.behind.test(behind)) return null;
	return rationalOf(match);
}
