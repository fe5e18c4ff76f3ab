import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import type { StoredBlocks } from "../../core/dtype.ts";
import type { Example } from "../../data/example.ts";
import type { Engine } from "../../engine/engine.ts";
import type { ShapedModel } from "../../models/model.ts";
import { pulledMark } from "../../recipes/locate/model-folder.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import {
	asBegun,
	largestRounding,
	noteworthyRounding,
	settlePrecision,
} from "./rounding.ts";

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "temper-rounding-"));
	writeFileSync(join(folder, "weights"), "w");
	vi.stubEnv("XDG_CACHE_HOME", mkdtempSync(join(tmpdir(), "temper-cache-")));
	return () => vi.unstubAllEnvs();
});

const rows: Example[] = [
	{ id: "a", ids: Int32Array.of(1, 2), mask: Uint8Array.of(0, 1), liked: true },
];

/** How a recipe of int8 is settled for a model that int8 changes by so much; null: it cannot be rotated. */
async function settled(
	kl: number | null,
	precision = "int8",
	objective: object = { kind: "sft" },
	general = rows,
	blocks?: StoredBlocks,
) {
	const measure = vi.fn(async () => [
		Float32Array.of((kl ?? 0) - 0.001),
		Float32Array.of((kl ?? 0) + 0.001, kl ?? 0),
	]);
	const engine = {
		measureRounding: () => (kl === null ? null : measure),
	} as unknown as Engine;
	const recipe = { precision, model: folder, objective } as ResolvedRecipe;
	const architecture = { family: "gpt2", linears: [{ path: "layer" }] };
	const tensors = new Map([["layer.weight", { blocks }]]);
	const model = { architecture, tensors } as unknown as ShapedModel;
	const settle = () =>
		settlePrecision(recipe, model, engine, async () => general);
	return { ...(await settle()), settle, measure };
}

test("int8 stays if it changes the model little, measured once", async () => {
	const { recipe, rounding, notes, settle, measure } = await settled(0.004);
	expect(recipe.precision).toBe("int8");
	expect(rounding?.kl).toBeCloseTo(0.004, 6);
	expect(rounding?.tokens).toBe(3);
	expect(notes).toEqual([]);
	expect((await settle()).rounding).toEqual(rounding);
	expect(measure).toHaveBeenCalledTimes(1);
	writeFileSync(join(folder, "weights"), "others");
	await settle();
	expect(measure).toHaveBeenCalledTimes(2);
});

test("beyond the bound the run takes mixed, and says why", async () => {
	const { recipe, rounding, notes } = await settled(2 * largestRounding);
	expect(recipe.precision).toBe("mixed");
	expect(rounding?.kl).toBeCloseTo(0.02, 6);
	expect(notes).toEqual([
		"The run computes in mixed precision, not in int8: int8 would change this model by 0.020 nats per token (KL from float32 on 3 tokens), which is above the limit of 0.01.",
	]);
});

test("a family that cannot be rotated takes mixed", async () => {
	const { recipe, rounding, notes } = await settled(null);
	expect(recipe.precision).toBe("mixed");
	expect(rounding).toBeNull();
	expect(notes[0]).toMatch(/^The run computes in mixed .* gpt2 do not allow/);
});

test("a model that is too short for every general row takes mixed", async () => {
	const { recipe, rounding, notes, measure } = await settled(
		0.004,
		"int8",
		{ kind: "sft" },
		[],
	);
	expect(recipe.precision).toBe("mixed");
	expect(rounding).toBeNull();
	expect(notes[0]).toMatch(/was not measured, because no row .* fits/);
	expect(measure).not.toHaveBeenCalled();
});

test("int4 stays whatever it changes, and warns of much", async () => {
	const little = await settled(0.09, "int4");
	expect(little.recipe.precision).toBe("int4");
	expect(little.rounding).toMatchObject({ precision: "int4", tokens: 3 });
	expect(little.notes).toEqual([]);
	writeFileSync(join(folder, "weights"), "others");
	const much = await settled(2 * noteworthyRounding, "int4");
	expect(much.recipe.precision).toBe("int4");
	expect(much.notes[0]).toMatch(
		/^int4 changes this model by 0\.20 nats per token \(KL from float32 on 3 tokens\) before it is trained, which is more than 0\.1: .* take int8\.$/,
	);
});

test("int4 says whose blocks it holds", async () => {
	const blocks = { bits: 4, minima: {} } as StoredBlocks;
	const sft = { kind: "sft" };
	const { notes, rounding } = await settled(0, "int4", sft, rows, blocks);
	expect(rounding?.kl).toBeCloseTo(0, 6);
	expect(notes).toEqual([
		"int4 holds the frozen weights as the GGUF file does (Q4_1) and rounds nothing.",
	]);
});

test.each([
	[
		"Q4_K",
		"Files in which all linear layers are Q4_0, Q4_1 or Q8_0 keep theirs.",
	],
	["Q4_1", "Pull the GGUF file again to keep them."],
])(
	"int4 says that it rounds a model of %s a second time, and what to do",
	async (weights, hint) => {
		const mark = JSON.stringify({ source: "a.gguf", weights });
		writeFileSync(join(folder, pulledMark), mark);
		const { notes } = await settled(0.05, "int4");
		expect(notes).toEqual([
			`The blocks of the GGUF file (${weights}) were not kept, so int4 rounds the weights a second time. ${hint}`,
		]);
	},
);

test("int4 and int8 of one model are measured apart", async () => {
	const first = await settled(0.004);
	const second = await settled(0.2, "int4");
	expect(first.rounding?.kl).toBeCloseTo(0.004, 6);
	expect(second.rounding?.kl).toBeCloseTo(0.2, 6);
});

test("int4 without a general row that fits says that it was not measured", async () => {
	const sft = { kind: "sft" };
	const { recipe, notes } = await settled(0.004, "int4", sft, []);
	expect(recipe.precision).toBe("int4");
	expect(notes[0]).toMatch(
		/^How much int4 changes this model was not measured/,
	);
});

test("int4 of a family that cannot be rotated is refused", async () => {
	await expect(settled(null, "int4")).rejects.toThrow(
		"precision: expected float32 or mixed for a model of the family gpt2, which cannot be rotated, found int4",
	);
});

test("samples in int8 of a family that cannot be rotated are refused", async () => {
	const objective = { kind: "grpo", sampling: { precision: "int8" } };
	await expect(settled(null, "float32", objective)).rejects.toThrow(
		"objective.sampling.precision: expected float32 for a model of the family gpt2, which cannot be rotated, found int8",
	);
});

test("nothing is measured for another precision", async () => {
	const { recipe, rounding, measure } = await settled(0.5, "float32");
	expect(recipe.precision).toBe("float32");
	expect(rounding).toBeNull();
	expect(measure).not.toHaveBeenCalled();
});

test("a run that has begun keeps the precision that was settled then", async () => {
	const recipe = { precision: "int8", model: folder } as ResolvedRecipe;
	expect((await asBegun(recipe, folder)).precision).toBe("int8");
	const start = { kind: "start", recipe: { precision: "mixed" } };
	writeFileSync(join(folder, "events.jsonl"), `${JSON.stringify(start)}\n`);
	expect((await asBegun(recipe, folder)).precision).toBe("mixed");
});
