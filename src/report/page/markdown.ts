const entities: Readonly<Record<string, string>> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
};

/** Text of one line, escaped so that Markdown shows it literally, also in tables. */
export function inline(text: string): string {
	return text
		.replaceAll(/[\\`*_[\]|~#$]/g, (character) => `\\${character}`)
		.replaceAll(/[&<>]/g, (character) => entities[character]!)
		.replaceAll(/\s+/g, " ")
		.trim();
}

/** Any text as a fenced block that shows it literally. */
export function block(text: string, kind = "text"): string {
	const runs = text.match(/`{3,}/g) ?? [];
	const longest = Math.max(2, ...runs.map((run) => run.length));
	const fence = "`".repeat(longest + 1);
	const end = text.endsWith("\n") ? "" : "\n";
	return `${fence}${kind}\n${text}${end}${fence}`;
}

/** A column of a table. */
export interface Column {
	/** Markdown already, as are all cells of `table`. */
	readonly title: string;
	readonly align?: "right";
}

/** A table; rows have as many cells as there are columns. */
export function table(
	columns: readonly Column[],
	rows: readonly (readonly string[])[],
): string {
	const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
	return [
		line(columns.map(({ title }) => title)),
		line(columns.map(({ align }) => (align === "right" ? "---:" : "---"))),
		...rows.map(line),
	].join("\n");
}
