import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { checkCase } from "../../peers/conformance/check-case.ts";
import { isMismatch, type Line } from "../../peers/conformance/line.ts";
import { readCase } from "../../peers/conformance/recorded-case.ts";
import { openInEngine } from "./engine-model.ts";
import { type SharedTorch, shareTorch } from "./shared-group.ts";

const python = inject("python");

/** Recorded cases are next to the repository, if there are any: see peers/README.md. */
const root = join(import.meta.dirname, "..", "..", "..");
const folder = join(root, "shared", "conformance");
const cases = existsSync(folder)
	? readdirSync(folder).filter((name) =>
			existsSync(join(folder, name, "case.json")),
		)
	: [];
if (cases.length === 0 && python !== null)
	console.log(
		"The conformance cases are not computed with PyTorch, because there are none in ../shared/conformance.",
	);

/** The processes give log-probabilities of tokens; logits of all words never leave them. */
const isLogits = ({ quantity }: Line) => quantity.endsWith("logits");

const skipped = python === null || cases.length === 0;

describe.skipIf(skipped)("conformance cases in torch", () => {
	let torch: SharedTorch;
	let compared = 0;

	beforeAll(async () => {
		torch = await shareTorch(python as string);
	});

	afterAll(async () => {
		console.log(
			`Conformance cases in torch: ${compared} quantities of ${cases.length} cases within their tolerances.`,
		);
		await torch?.end();
	});

	test.each(cases)("%s", async (name) => {
		const recorded = await readCase(join(folder, name));
		const lines: Line[] = [];
		for await (const line of checkCase(recorded, (path, adapter) =>
			openInEngine(torch.engine, path, adapter),
		))
			if (!isLogits(line)) lines.push(line);
		expect(lines.filter(isMismatch)).toEqual([]);
		const kinds = (kind: Line["kind"]) =>
			lines.filter((line) => line.kind === kind).length;
		expect(kinds("refused")).toBe(0);
		// Losses, norms, named gradients, trajectories, scores and a greedy answer.
		expect(kinds("compared")).toBeGreaterThan(100);
		compared += kinds("compared");
	});
});
