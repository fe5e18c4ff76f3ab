import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseRecipe } from "../../recipes/parse/parse-recipe.ts";
import { resolveRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { estimateRun } from "./estimate-run.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "temper-estimate-"));
	mkdirSync(join(folder, "model"));
	writeFileSync(join(folder, "rows.jsonl"), "");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The config.json of an 8B model. */
const llama = {
	...{ model_type: "llama", hidden_size: 4096, intermediate_size: 14336 },
	...{ num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 8 },
	...{ vocab_size: 128256, tie_word_embeddings: false },
};

function resolved(
	changes: Readonly<Record<string, unknown>>,
	config: object = llama,
) {
	writeFileSync(join(folder, "model", "config.json"), JSON.stringify(config));
	const recipe = parseRecipe(
		{
			...{ model: join(folder, "model"), precision: "bfloat16", out: folder },
			data: { train: join(folder, "rows.jsonl"), heldOut: { kind: "none" } },
			...{ tune: { rank: 16 }, recompute: true, batch: { tokens: 4096 } },
			...changes,
		},
		{ where: "test" },
	);
	return resolveRecipe(recipe).recipe;
}

const total = (bytes: number | undefined) => Math.round((bytes ?? 0) / 1e9);

test("one GPU holds the whole model, as the table of docs/scale.md has it", async () => {
	const found = await estimateRun(resolved({ engine: "torch" }), {
		...{ gpus: 1, memory: 1e12 },
	});
	if (found === null || found === "unknown") throw new Error("no estimate");
	expect(found).toMatchObject({ device: "cuda", processes: 1, divided: null });
	expect(total(found.whole?.total)).toBe(22);
});

test("a base in a folder of its own is a second frozen model", async () => {
	const base = join(folder, "base");
	mkdirSync(base);
	writeFileSync(join(base, "config.json"), JSON.stringify(llama));
	const here = { gpus: 1, memory: 1e12 };
	const found = await estimateRun(resolved({ engine: "torch", base }), here);
	if (found === null || found === "unknown") throw new Error("no estimate");
	expect(total(found.whole?.base)).toBe(16);
});

test("on several GPUs, whose memory is not known, both ways to hold it are estimated", async () => {
	const launch = "srun {command}";
	const engine = { kind: "torch", gpus: 4, nodes: 2, launch };
	const recipe = resolved({ engine, tune: "full" });
	const found = await estimateRun(recipe, { gpus: 4, memory: 1e12 });
	if (found === null || found === "unknown") throw new Error("no estimate");
	expect(found.processes).toBe(8);
	expect(total(found.whole?.total)).toBe(183);
	expect(total(found.divided?.total)).toBe(33);
});

test.each([
	["a CPU with room for both", "auto", "bfloat16", 1e12, [true, false]],
	["a CPU without", "auto", "bfloat16", 20e9, [false, true]],
	["quantised weights", "auto", "nf4", 1e9, [true, false]],
	["shard: none", "none", "bfloat16", 1e9, [true, false]],
	["shard: full", "full", "bfloat16", 1e12, [false, true]],
])(
	"two processes, %s",
	async (_, shard, precision, memory, [whole, divided]) => {
		const engine = { kind: "torch", gpus: 2, shard };
		const recipe = resolved({ engine, precision });
		const found = await estimateRun(recipe, { gpus: 0, memory });
		if (found === null || found === "unknown") throw new Error("no estimate");
		expect(found.device).toBe("cpu");
		expect([found.whole !== null, found.divided !== null]).toEqual([
			whole,
			divided,
		]);
	},
);

test("no estimate for experts, and none for the other engine", async () => {
	const experts = { ...llama, num_local_experts: 8 };
	const here = { gpus: 0, memory: 1e10 };
	const torch = resolved({ engine: "torch" }, experts);
	expect(await estimateRun(torch, here)).toBe("unknown");
	const onnx = resolved({ engine: "onnx", precision: "float32" });
	expect(await estimateRun(onnx, here)).toBeNull();
});
