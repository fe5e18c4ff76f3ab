import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fewBitFormat } from "./few-bit-format.ts";

const root = mkdtempSync(join(tmpdir(), "temper-few-bits-"));
let made = 0;

function marked(mark: unknown): string {
	const folder = join(root, `${made++}`);
	mkdirSync(folder);
	writeFileSync(join(folder, "temper-source.json"), JSON.stringify(mark));
	return folder;
}

test.each(["Q4_K", "Q4_0", "Q4_1", "Q2_K", "IQ3_XXS"])("%s", (weights) => {
	expect(fewBitFormat(marked({ source: "m.gguf", weights }))).toBe(weights);
});

test.each(["Q8_0", "Q5_K", "Q6_K", "F16", "BF16", "F32"])(
	"%s has bits enough",
	(weights) => {
		const source = "named-Q4_K_M.gguf";
		expect(fewBitFormat(marked({ source, weights }))).toBeNull();
	},
);

test("a mark without a format is read by the name of the file", () => {
	const name = "SmolLM2-135M-Instruct-Q4_K_M.gguf";
	expect(fewBitFormat(marked({ source: `/models/${name}` }))).toBe(name);
	expect(fewBitFormat(marked({ source: "qwen-q8_0.gguf" }))).toBeNull();
	expect(fewBitFormat(marked({ source: "acme/Q4-chat" }))).toBeNull();
});

test("a model without a mark, or with a broken one, says nothing", () => {
	expect(fewBitFormat(root)).toBeNull();
	expect(fewBitFormat(marked(null))).toBeNull();
	expect(fewBitFormat(marked(7))).toBeNull();
});
