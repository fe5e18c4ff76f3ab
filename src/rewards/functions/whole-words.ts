/** Scripts that put no space between words, or join particles to them: any place in them may be the border of a word. */
const unspaced =
	/[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]/u;
const letter = /[\p{L}\p{M}_]/u;
const digit = /\p{Nd}/u;

/** Markdown's marks around a word, and not those inside of a name. */
const emphasis = {
	before: /(?<![\p{L}\p{M}\p{N}_])_{1,3}$/u,
	behind: /^_{1,3}(?![\p{L}\p{M}\p{N}_])/u,
};

/** What goes on a number: decimals, a group of three digits, a power of ten. */
const group = String.raw`(?:[,\uff0c'\u2019_\u00a0\u2009\u202f]|\{,\}|\\[,;!])`;
const numberBefore = {
	point: /\p{Nd}[.\uff0e]$/u,
	group: new RegExp(String.raw`\p{Nd}${group}$`, "u"),
};
const numberBehind = new RegExp(
	String.raw`^(?:[.\uff0e]\p{Nd}|${group}\p{Nd}{3}(?!\p{Nd})|[eE][-+]?\p{Nd})`,
	"u",
);

/** A negation joined to its verb. */
const negation = /^['\u2019]t(?!\p{L})/iu;

/** A sign touches a number, or its currency, and follows nothing that it could be subtracted from. */
const signBefore =
	/(?<![\p{L}\p{N}.)\]}]|[\p{L}\p{N}]_)[-\u2212\uff0d](?:[A-Z]{0,3}\p{Sc})?$/u;
const operandBefore = /(?:[\p{L}\p{N}.)\]}]|[\p{L}\p{N}]_)$/u;

/** Whether a text contains another as whole words and whole numbers: `18` is in `18 eggs` and `18kg`, not in `-18`, `118` or `1.18`. */
export function containsWhole(text: string, wanted: string): boolean {
	if (wanted === "") return true;
	for (
		let at = text.indexOf(wanted);
		at >= 0;
		at = text.indexOf(wanted, at + 1)
	) {
		const before = text.slice(Math.max(0, at - 8), at);
		const behind = text.slice(at + wanted.length, at + wanted.length + 8);
		if (beginsWhole(before, wanted) && endsWhole(wanted, behind)) return true;
	}
	return false;
}

function beginsWhole(before: string, wanted: string): boolean {
	const marked = emphasis.before.test(before);
	if (!marked && joins(lastOf(before), firstOf(wanted))) return false;
	if (/^[-\u2212\uff0d]\p{Sc}?\p{Nd}/u.test(wanted))
		return !operandBefore.test(before);
	if (!/^\p{Sc}?\.?\p{Nd}/u.test(wanted)) return true;
	const inNumber =
		numberBefore.point.test(before) ||
		(numberBefore.group.test(before) && /^\p{Nd}{3}(?!\p{Nd})/u.test(wanted));
	return !inNumber && !signBefore.test(before);
}

function endsWhole(wanted: string, behind: string): boolean {
	const end = lastOf(wanted);
	const marked = emphasis.behind.test(behind);
	if (!marked && joins(end, firstOf(behind))) return false;
	if (letter.test(end)) return !negation.test(behind);
	return !(digit.test(end) && numberBehind.test(behind));
}

/** Whether two characters that stand together are inside one word or number. A unit may follow its number at once. */
function joins(left: string, right: string): boolean {
	if ([left, right].some((one) => unspaced.test(one))) return false;
	if (digit.test(left)) return digit.test(right);
	return letter.test(left) && (letter.test(right) || digit.test(right));
}

function firstOf(text: string): string {
	return String.fromCodePoint(text.codePointAt(0) ?? 0x20);
}

function lastOf(text: string): string {
	return [...text.slice(-2)].at(-1) ?? " ";
}
