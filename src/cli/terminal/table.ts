import { padded, textWidth } from "./text-width.ts";
import { wrap, wrapBeside } from "./wrap.ts";

export interface Column {
	readonly title: string;
	/** Numbers stand to the right. */
	readonly align?: "left" | "right";
}

/**
 * Lines of a table in columns of even width, two spaces apart, without a frame. One that is wider than `width` is written
 * row by row instead: the first cell, and below it the others with their titles.
 */
export function renderTable(
	columns: readonly Column[],
	rows: readonly (readonly string[])[],
	width = Number.POSITIVE_INFINITY,
): string[] {
	const lines = evenColumns(columns, rows);
	const fits = lines.every((line) => textWidth(line) <= width);
	return fits || rows.length === 0 ? lines : stacked(columns, rows, width);
}

function stacked(
	columns: readonly Column[],
	rows: readonly (readonly string[])[],
	width: number,
): string[] {
	const [name, ...others] = columns;
	const title = name?.align === "right" ? `${name.title} ` : "";
	const room = Math.max(0, ...others.map(({ title }) => textWidth(title))) + 4;
	return rows.flatMap(([first = "", ...cells]) => [
		...wrap(`${title}${first.trimStart()}`, width, 2),
		...others.flatMap(({ title }, i) =>
			(cells[i] ?? "") === ""
				? []
				: wrapBeside(`  ${title}`, cells[i] ?? "", width, room),
		),
	]);
}

function evenColumns(
	columns: readonly Column[],
	rows: readonly (readonly string[])[],
): string[] {
	const cells = [columns.map(({ title }) => title), ...rows];
	const widths = columns.map((_, i) =>
		Math.max(...cells.map((row) => textWidth(row[i] ?? ""))),
	);
	return cells.map((row) =>
		columns
			.map(({ align }, i) => {
				const text = row[i] ?? "";
				const gap = " ".repeat((widths[i] ?? 0) - textWidth(text));
				return align === "right" ? gap + text : text + gap;
			})
			.join("  ")
			.trimEnd(),
	);
}

/** The same without columns that have nothing in any row. */
export function renderFilled(
	columns: readonly Column[],
	rows: readonly (readonly string[])[],
	width = Number.POSITIVE_INFINITY,
): string[] {
	const filled = columns.map((_, i) =>
		rows.some((row) => (row[i] ?? "") !== ""),
	);
	return renderTable(
		columns.filter((_, i) => filled[i]),
		rows.map((row) => row.filter((_, i) => filled[i])),
		width,
	);
}

/** Lines of names and values: `seed  7`. */
export function renderPairs(
	pairs: readonly (readonly [name: string, value: string])[],
): string[] {
	const width = Math.max(0, ...pairs.map(([name]) => textWidth(name)));
	return pairs.map(([name, value]) => `${padded(name, width)}  ${value}`);
}
