import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
	defaultsTable,
	page,
	withTable,
} from "../../scripts/defaults-table.ts";

const text = readFileSync(page, "utf8");

test("docs/objectives.md has the table of defaults: npx tsx --conditions=source scripts/defaults-table.ts", () => {
	expect(withTable(text)).toBe(text);
	expect(defaultsTable()).toContain(
		"\n| `schedule.warmup` | `dft`, `simpo` | `0.1` | `0.1` | `0` |  |\n",
	);
});
