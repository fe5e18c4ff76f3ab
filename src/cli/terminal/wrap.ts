/**
 * Lines of at most `columns` characters, broken at spaces; those after the first begin with `indent` spaces. A word
 * that is longer than a line stands alone and whole.
 */
export function wrap(text: string, columns: number, indent = 0): string[] {
	const gap = " ".repeat(indent);
	const start = /^ */.exec(text)?.[0] ?? "";
	const [first = "", ...words] = text.slice(start.length).split(" ");
	const lines: string[] = [];
	let line = `${start}${first}`;
	for (const word of words) {
		const longer = `${line} ${word}`;
		if ([...longer].length <= columns) line = longer;
		else {
			lines.push(line);
			line = `${gap}${word}`;
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
		`${name.padEnd(width)}${first}`.trimEnd(),
		...rest.map((line) => `${gap}${line}`.trimEnd()),
	];
}
