import { isAbsolute } from "node:path";
import type { Derived } from "../../recipes/resolve/derived.ts";
import { shortPath } from "../terminal/short-path.ts";
import { renderPairs } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Prints the values that a recipe left out, and what each was taken from. */
export function showDerived(
	derived: readonly Derived[],
	terminal: Terminal,
): void {
	const shown = (value: string | number) =>
		typeof value === "string" && isAbsolute(value) ? shortPath(value) : value;
	const lines = derived.map(({ key, value, from }): [string, string] => [
		key,
		`${shown(value)}  ${terminal.paint("dim", `from ${from}`)}`,
	]);
	for (const line of renderPairs(lines)) terminal.line(line);
}
