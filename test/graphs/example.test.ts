import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");

test("the example prints the step of the toy model", () => {
	const run = ["--import", "tsx", "--conditions=source"];
	const text = execFileSync(
		process.execPath,
		[...run, "examples/print-graph.ts"],
		{ cwd: root, encoding: "utf8" },
	);
	const lines = text.split("\n");
	expect(lines[0]).toBe("inputs");
	expect(lines).toContain("nodes of model.layers.0.grad");
	expect(lines).toContainEqual(
		expect.stringMatching(/^ {2}grad\.model\.norm\.weight: float32 \[\d+\] = /),
	);
});
