import { plainNumber } from "../../formats/json/exact-number.ts";
import { kindOf } from "../../formats/json/parse-json.ts";
import type { Row } from "../../formats/rows/row.ts";
import { columnOf, refuseRow } from "./row-columns.ts";

/** Verdicts by their text in lower case: CSV holds nothing else. Python writes `True`, Excel `TRUE`, pandas also `1.0`. */
const verdicts: ReadonlyMap<string, boolean> = new Map([
	["true", true],
	["false", false],
	["1", true],
	["0", false],
	["1.0", true],
	["0.0", false],
]);

/** Whether the column `label` calls the row's answer desirable. Throws `data` naming the value it holds instead. */
export function labelOf(row: Row): boolean {
	const label = plainNumber(row.value.label);
	const text = ["boolean", "number", "string"].includes(typeof label)
		? String(label).trim().toLowerCase()
		: "";
	const verdict = verdicts.get(text);
	if (verdict !== undefined) return verdict;
	const shown =
		typeof label === "string" || typeof label === "number"
			? JSON.stringify(label).slice(0, 60)
			: kindOf(label);
	return refuseRow(columnOf(row, "label"), "true, false, 1 or 0", shown);
}
