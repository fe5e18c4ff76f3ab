import { expect } from "vitest";

/** Lines outside of fenced blocks. Fails if a fence does not close. */
export function linesOutside(markdown: string): string[] {
	let fence: string | null = null;
	const lines: string[] = [];
	for (const line of markdown.split("\n")) {
		const mark = /^`{3,}/.exec(line)?.[0] ?? null;
		if (fence !== null) {
			if (line === fence) fence = null;
		} else if (mark !== null) fence = mark;
		else lines.push(line);
	}
	expect(fence).toBeNull();
	return lines;
}

const cells = (line: string) => line.split(/(?<!\\)\|/).length - 2;

/** Fails if a row of a table has more or fewer cells than the table's head. Returns the number of tables. */
export function checkTables(lines: readonly string[]): number {
	const tables = lines.join("\n").match(/(^\|.*\|$\n?)+/gm) ?? [];
	for (const table of tables) {
		const [head = "", rule = "", ...rows] = table.trim().split("\n");
		expect(rule).toMatch(/^\|( (---|---:) \|)+$/);
		expect(rows.map(cells)).toEqual(rows.map(() => cells(head)));
		expect(cells(rule)).toBe(cells(head));
	}
	return tables.length;
}
