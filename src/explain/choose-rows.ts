import { basename } from "node:path";
import { TemperError } from "../core/error.ts";
import type { Group } from "../data/example.ts";

/** Rows among which one is chosen. */
export interface RowsToChoose {
	readonly groups: readonly Group[];
	readonly heldOut: readonly Group[];
	/** The files of the training rows, in the order of the recipe. */
	readonly files: readonly string[];
}

/**
 * The groups of a row that a user names: `7`, the line of the only file, or `FILE:7`. Throws `recipe` for a row that the run
 * does not train on, with what is known of it.
 */
export function groupsOfRow(
	row: string,
	{ groups, heldOut, files }: RowsToChoose,
): Group[] {
	const isNumber = /^\d+$/.test(row);
	const [first = "", ...others] = files;
	if (isNumber && others.length > 0)
		throw new TemperError("recipe", {
			where: `--row ${row}`,
			expected: `a file and a line, such as ${basename(first)}:${row}`,
			found: `a number alone, and ${files.length} files of training rows`,
		});
	const place = isNumber ? `:${row}` : row;
	// A sampled pair of a row that teaches several turns names the turn too.
	const named = ([answer]: Group) => {
		const id = answer?.id.replace(/, turn \d+$/, "") ?? "";
		return isNumber ? id.endsWith(place) : id === row || id.endsWith(`/${row}`);
	};
	const found = groups.filter(named);
	if (found.length > 0) return found;
	throw new TemperError("recipe", {
		where: `--row ${row}`,
		expected: `one of the ${groups.length} rows that the run trains on, such as ${placeIn(groups)}`,
		found: heldOut.some(named)
			? "a row that the run holds out and does not train on"
			: "no such row",
	});
}

function placeIn(groups: readonly Group[]): string {
	const id = groups[0]?.[0]?.id ?? "";
	return id.slice(Math.max(id.lastIndexOf("/"), id.lastIndexOf("\\")) + 1);
}
