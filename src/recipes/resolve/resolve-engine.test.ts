import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseRecipe } from "../parse/parse-recipe.ts";
import { usualPrecision } from "./resolve-precision.ts";
import { resolveRecipe } from "./resolve-recipe.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-engine-"));
writeFileSync(join(folder, "config.json"), "{}");

const recipeOf = (overrides: string[]) =>
	parseRecipe({ model: folder, data: { train: "rows.jsonl" } }, { overrides });
const resolved = (...overrides: string[]) =>
	resolveRecipe(recipeOf(overrides), { folder, cores: 2 }).recipe;

test("the word torch is an engine with its defaults", () => {
	expect(resolved().engine).toEqual({ kind: "onnx" });
	expect(resolved("engine=torch").engine).toEqual({
		...{ kind: "torch", gpus: null, nodes: 1, shard: "auto", launch: null },
		sampler: { kind: "auto" },
	});
});

test.each([
	[
		["precision=mixed"],
		"precision: expected one of float32, bfloat16, nf4, int8 with engine torch, found mixed. With PyTorch, int8 and nf4 store",
	],
	[
		["precision=int4"],
		"precision: expected one of float32, bfloat16, nf4, int8 with engine torch, found int4. With PyTorch, nf4 stores",
	],
	[
		["precision=nf4", "tune=full"],
		"precision: expected float32 or bfloat16 with tune full, which freezes nothing, found nf4",
	],
	[
		["precision=nf4", "engine.shard=full"],
		"engine.shard: expected auto or none with precision nf4, found full. FSDP2",
	],
	[["device=cuda"], "device: expected no device with engine torch, found cuda"],
	[
		["engine.nodes=2"],
		"engine.launch: expected a command that runs {command} on every machine, found none. With Slurm",
	],
	[["engine.launch=srun"], "engine.launch: expected {command} where"],
	[['engine.launch="srun {command} {node}"'], "{port}, found {node}"],
	[
		["engine.sampler=vllm", "tune=full"],
		"engine.sampler: expected auto or hf with tune full, found vllm. A vLLM server loads new adapters while it runs, but no new weights",
	],
	[
		["engine.sampler=vllm", "tune.rank=513"],
		"tune.rank: expected at most 512 with engine.sampler vllm, found 513. vLLM",
	],
	[
		["engine.sampler={kind: vllm, address: 'http://a:1', arguments: [-x]}"],
		"engine.sampler.arguments: expected none with engine.sampler.address, found -x",
	],
	[
		["engine.sampler={kind: vllm, name: a}"],
		"engine.sampler.name: expected none without engine.sampler.address, found a",
	],
	[
		["engine.sampler={kind: vllm, folder: here}"],
		"engine.sampler.folder: expected an absolute path, because a server may run on another machine, found here",
	],
	[
		["engine.sampler={kind: vllm, address: 'ftp://a'}"],
		"engine.sampler.address: expected an address, http://HOST:PORT",
	],
	[
		["objective={kind: irft, sampling: {precision: int8}}"],
		"objective.sampling.precision: expected float32 with engine torch, found int8",
	],
])("PyTorch does not have %s", (settings, words) => {
	expect(() => resolved("engine={kind: torch}", ...settings)).toThrow(words);
});

test.each(["bfloat16", "nf4"])("ONNX Runtime does not have %s", (precision) => {
	expect(() => resolved(`precision=${precision}`)).toThrow(
		`precision: expected one of float32, mixed, int8, int4 with engine onnx, found ${precision}. PyTorch`,
	);
});

test("the word vllm is a sampler with its defaults", () => {
	const { engine } = resolved("engine={kind: torch, sampler: vllm}");
	expect(engine).toMatchObject({
		sampler: {
			...{ kind: "vllm", address: null, name: null, folder: null },
			arguments: [],
		},
	});
});

test("the default precision of PyTorch depends on its GPUs", () => {
	const one = recipeOf(["engine=torch"]);
	const fields = { value: "bfloat16", from: "engine torch on GPUs" };
	expect(usualPrecision(one, 2)).toEqual(fields);
	expect(usualPrecision(one, 0).value).toBe("float32");
	const line = 'engine={kind: torch, launch: "srun {command}"}';
	expect(usualPrecision(recipeOf([line]), 0)).toEqual(fields);
});
