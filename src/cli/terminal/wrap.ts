import { padded, textWidth } from "./text-width.ts";

/** Characters before which no line begins, and after which none ends. */
const closing = /^[、。，．・：；！？）」』】〕〉》ー〜々…%)\],.;:!?]/u;
const opening = /[（「『【〔〈《(]$/u;
const cjk =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー、。「」（）]/u;

/** Parts of a word between which a line may break: a language without spaces breaks between any two characters. */
function breakable(word: string): string[] {
	if (!cjk.test(word)) return [word];
	const parts: string[] = [];
	for (const [piece] of word.matchAll(/[!-~]+|./gu)) {
		const last = parts.at(-1);
		if (last !== undefined && (closing.test(piece) || opening.test(last)))
			parts[parts.length - 1] = `${last}${piece}`;
		else parts.push(piece);
	}
	return parts;
}

/**
 * Lines of at most `columns` columns, broken at spaces and between Chinese and Japanese characters; those after the first
 * begin with `indent` spaces. A word that is longer than a line stands alone and whole.
 */
export function wrap(text: string, columns: number, indent = 0): string[] {
	const gap = " ".repeat(indent);
	const start = /^ */.exec(text)?.[0] ?? "";
	const parts = text
		.slice(start.length)
		.split(" ")
		.flatMap((word) =>
			breakable(word).map((part, i) => ({ part, space: i === 0 ? " " : "" })),
		);
	const [first, ...others] = parts;
	const lines: string[] = [];
	let line = `${start}${first?.part ?? ""}`;
	for (const { part, space } of others) {
		const longer = `${line}${space}${part}`;
		if (textWidth(longer) <= columns) line = longer;
		else {
			lines.push(line);
			line = `${gap}${part}`;
		}
	}
	return [...lines, line];
}

/** Lines of a name and a text beside it, the text in a column of its own: `use   where the model ...`. */
export function wrapBeside(
	name: string,
	text: string,
	columns: number,
	width: number,
): string[] {
	const [first = "", ...rest] = text
		.split("\n")
		.flatMap((line) => wrap(line, Math.max(20, columns - width)));
	const gap = " ".repeat(width);
	return [
		`${padded(name, width)}${first}`.trimEnd(),
		...rest.map((line) => `${gap}${line}`.trimEnd()),
	];
}
