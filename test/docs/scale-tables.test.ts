import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { page, tables, withTables } from "../../scripts/scale-tables.ts";

const text = readFileSync(page, "utf8");

test("docs/scale.md has the tables of estimates: npx tsx --conditions=source scripts/scale-tables.ts", () => {
	expect(withTables(text)).toBe(text);
	expect(tables.time!()).toContain("| Llama 3.1 8B | full, bfloat16 | ");
	expect(() => withTables("# A page without marks")).toThrow("devices: begin");
});
