import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { measureName, measureNames } from "./measure-names.ts";

test("a measure is called by its name, and what has none as its event calls it", () => {
	expect(measureName("heldKl")).toBe("held KL");
	expect(measureName("klGeneral")).toBe(measureNames.klGeneral);
	expect(measureName("clipped")).toBe("clipped");
	expect(measureName("constructor")).toBe("constructor");
});

test("commands and reports have no other names for them", () => {
	const others = /["`](KL general|KL task|KL from base|held-out nll)\b/;
	for (const folder of ["../cli", "../report", "../studies"]) {
		const root = new URL(folder, import.meta.url).pathname;
		const files = readdirSync(root, { recursive: true })
			.map(String)
			.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
		expect(files.length).toBeGreaterThan(10);
		for (const name of files)
			expect(
				others.exec(readFileSync(join(root, name), "utf8")),
				name,
			).toBeNull();
	}
});
