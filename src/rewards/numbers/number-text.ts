/** Full-width and small forms, and the digits of mathematics: what NFKC makes the same without making new numbers. */
const compatible =
	/[\uff01-\uff5e\uffe0-\uffe6\ufe50-\ufe6f]|[\u{1d7ce}-\u{1d7ff}]/gu;

const minus = /[\u2212\u2010-\u2013]/g;

/** What divides groups of three digits, in text and in LaTeX, besides a comma. */
const dividers =
	/(?<=\d)(?:[\u00a0\u2006-\u200a\u202f'\u2019_\u066c]|\{,\}|,?\\[,;:! ])(?=\d{3}(?!\d))/g;

/**
 * A plain space divides them too, unless the first group has three digits, as in `rooms 100 200`, and no other begins with 0.
 * A number in front or behind makes them a list.
 */
const spacedGroups =
	/(?<![\d.,/^:]|\d )(?:[1-9]\d?(?: \d{3})+|[1-9]\d{2}(?: \d{3})* 0\d{2}(?: \d{3})*)(?! ?\d|[-/:]\w)/g;

/** Groups that spaces divide before a comma that divides decimals. */
const spacedDecimal =
	/(?<![\d.,/^:]|\d[ \u00a0\u2009\u202f])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+,\d{1,2}(?![\d,])/g;

/** Points divide groups if there are several, or before a comma that divides decimals. */
const pointedGroups =
	/(?<![\d.,])(?:(\d{1,3}(?:\.\d{3})+),(\d+)(?![\d,])|(\d{1,3}(?:\.\d{3}){2,})(?!\.?\d))/g;

/** A fraction after a whole number: `3 1/2`. */
const mixedFraction =
	/(?<![\d.,/^]|[\d/] )(\d{1,6}) (\d{1,4})\/(\d{1,4})(?![\d/]|[.,]\d)/g;

/** Words for a sign, and a sign that a space separates from its number after `=` or `{`. */
const spokenSign =
	/(?:(?<![-\w])negative|(?<=(?:^|\bis|\bequals|[=:])\s{0,3})minus)\s+(?=\p{Sc}?\.?\d)|(?<=[={]\s{0,3})-\s+(?=\p{Sc}?\.?\d)/giu;

/** A fraction after a whole number, or by itself: `3\frac{1}{2}`, `\frac12`. */
const latexFraction =
	/(?:(?<![\d.,])(\d+)\s*)?\\[dt]?frac\s*(?:\{([^{}]*)\}\s*\{([^{}]*)\}|(\d)\s*(\d))/g;

/** One character that is a fraction, `½`, perhaps after a whole number. */
const vulgarFraction =
	/(?:(?<![\d.,])(\d+)\s?)?([\u00bc-\u00be\u2150-\u215e])/g;

const powers: Readonly<Record<string, string>> = {
	...{
		"\u2070": "0",
		"\u00b9": "1",
		"\u00b2": "2",
		"\u00b3": "3",
		"\u2074": "4",
	},
	...{
		"\u2075": "5",
		"\u2076": "6",
		"\u2077": "7",
		"\u2078": "8",
		"\u2079": "9",
	},
	"\u207b": "-",
};

/** `5×10^3`, `5 \times 10^{-3}`, `5·10³`, and `10^3` alone. */
const powerOfTen =
	/(?:(?<=\d)\s*(?:\\times|\\cdot|[\u00d7\u00b7*x])\s*|(?<![\d.,\w]))10\s?(?:\^\s?\{?([-+]?\d{1,3})\}?|([\u207b\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+))/g;

/**
 * A text whose numbers are written in one way: ASCII digits, `-`, `.` before decimals, `,` between groups of three digits, `/`
 * in fractions and `e` before powers of ten. Everything else stays.
 */
export function plainNumbers(text: string): string {
	return text
		.replace(compatible, (one) => one.normalize("NFKC"))
		.replace(/(?!\d)\p{Nd}/gu, asciiDigit)
		.replace(minus, "-")
		.replaceAll("\u066b", ".")
		.replace(spacedDecimal, (found) =>
			found.replace(/[^\d,]/g, "").replace(",", "."),
		)
		.replace(dividers, ",")
		.replaceAll("\u2044", "/")
		.replace(spokenSign, "-")
		.replace(spacedGroups, (groups) => groups.replaceAll(" ", ","))
		.replace(pointedGroups, (_, before, part, whole) =>
			whole === undefined
				? `${before.replaceAll(".", "")}.${part}`
				: whole.replaceAll(".", ""),
		)
		.replace(/\\(?=\p{Sc})/gu, "")
		.replace(powerOfTen, asExponent)
		.replace(latexFraction, (_, whole, upper, lower, one, other) =>
			mixed(whole, upper ?? one, lower ?? other),
		)
		.replace(mixedFraction, (match, whole, upper, lower) =>
			Number(upper) < Number(lower) ? mixed(whole, upper, lower) : match,
		)
		.replace(vulgarFraction, (_, whole, fraction: string) => {
			const [upper, lower] = fraction.normalize("NFKC").split("\u2044");
			return mixed(whole, upper ?? "", lower ?? "");
		});
}

/** The digit of any script as an ASCII one: digits of a script stand in a row, from 0 on. */
function asciiDigit(digit: string): string {
	const code = digit.codePointAt(0) ?? 0;
	let zero = code;
	while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1)))
		zero--;
	return String(code - zero);
}

function asExponent(
	match: string,
	written: string | undefined,
	raised: string | undefined,
): string {
	const exponent =
		written ?? [...(raised ?? "")].map((one) => powers[one]).join("");
	return match.startsWith("10") ? `1e${exponent}` : `e${exponent}`;
}

function mixed(
	whole: string | undefined,
	upper: string,
	lower: string,
): string {
	if (whole === undefined) return `${upper}/${lower}`;
	if (![upper, lower].every((part) => /^\d+$/.test(part)))
		return `${whole} ${upper}/${lower}`;
	return `${BigInt(whole) * BigInt(lower) + BigInt(upper)}/${lower}`;
}
