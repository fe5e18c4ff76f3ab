import { plainNumber } from "../formats/exact-number.ts";
import { kindOf } from "../formats/parse-json.ts";
import type { Row } from "../formats/rows/row.ts";
import { columnOf, refuseRow } from "./row-columns.ts";

/** CSV holds nothing but text, and Python writes its own names into it. */
const verdicts: readonly (readonly [value: unknown, liked: boolean])[] = [
	[true, true],
	[false, false],
	[1, true],
	[0, false],
	["true", true],
	["false", false],
	["True", true],
	["False", false],
	["1", true],
	["0", false],
];

/** Whether the column `label` calls the row's answer desirable. Throws `data` naming the value it holds instead. */
export function labelOf(row: Row): boolean {
	const label = plainNumber(row.value.label);
	const known = verdicts.find(([value]) => value === label);
	if (known !== undefined) return known[1];
	const shown =
		typeof label === "string" || typeof label === "number"
			? JSON.stringify(label).slice(0, 60)
			: kindOf(label);
	return refuseRow(columnOf(row, "label"), "true, false, 1 or 0", shown);
}
