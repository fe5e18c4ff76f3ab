/** Scripts that put no space between words, or join particles to them: any place in them may be the border of a word. */
const unspaced =
	/[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]/u;
const letter = /[\p{L}\p{M}_]/u;
const digit = /\p{Nd}/u;

/** A sign touches a number, or its currency, and follows nothing that it could be subtracted from. */
const signBefore = /(?<![\p{L}\p{N}_.)\]}])[-\u2212\uff0d]\p{Sc}?$/u;
const operandBefore = /[\p{L}\p{N}_.)\]}]$/u;

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
	if (joins(lastOf(before), firstOf(wanted))) return false;
	if (/^[-\u2212\uff0d]\p{Sc}?\p{Nd}/u.test(wanted))
		return !operandBefore.test(before);
	if (!/^\p{Sc}?\.?\p{Nd}/u.test(wanted)) return true;
	const inNumber =
		/\p{Nd}[.\uff0e]$/u.test(before) ||
		(/\p{Nd}[,\uff0c]$/u.test(before) && /^\p{Nd}{3}(?!\p{Nd})/u.test(wanted));
	return !inNumber && !signBefore.test(before);
}

function endsWhole(wanted: string, behind: string): boolean {
	if (joins(lastOf(wanted), firstOf(behind))) return false;
	const inNumber =
		digit.test(lastOf(wanted)) &&
		/^(?:[.\uff0e]\p{Nd}|[,\uff0c]\p{Nd}{3}(?!\p{Nd}))/u.test(behind);
	return !inNumber;
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
