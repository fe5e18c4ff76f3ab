/** Characters that take two columns: East Asian wide and fullwidth forms (Unicode Standard Annex 11). */
const wide =
	/[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;

/** Columns that a text takes in a terminal. */
export function textWidth(text: string): number {
	let width = 0;
	for (const character of text) width += wide.test(character) ? 2 : 1;
	return width;
}

/** A text with spaces behind it up to a width. */
export const padded = (text: string, width: number): string =>
	text + " ".repeat(Math.max(0, width - textWidth(text)));
