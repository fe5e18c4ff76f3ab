import { totalmem } from "node:os";
import { join } from "node:path";
import {
	canDivide,
	chooseShard,
	countOthers,
} from "../../engine/torch/estimate/fit.ts";
import {
	estimateMemory,
	isTorchPrecision,
	type MemoryEstimate,
	type TorchSetup,
} from "../../engine/torch/estimate/memory.ts";
import { shapeOfConfig } from "../../engine/torch/estimate/shape.ts";
import { readJsonFile } from "../../formats/json/json-file.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { ownReference } from "../../recipes/resolve/resolve-reference.ts";
import { gpusHere } from "../../runtime/gpus-here.ts";

/** What each process of a training on PyTorch is expected to need at the peak of a step, by the formulas of docs/scale.md. */
export interface RunEstimate {
	readonly device: "cpu" | "cuda";
	/** One for each GPU, of all machines. */
	readonly processes: number;
	/** If each process holds the whole model; null if the recipe asks for a divided one. */
	readonly whole: MemoryEstimate | null;
	/** If the model is divided among the processes; null if it is not, or cannot be. */
	readonly divided: MemoryEstimate | null;
}

/** The machine that an estimate is for. */
export interface EstimatedMachine {
	readonly gpus: number;
	/** Bytes of the main memory. */
	readonly memory: number;
}

/**
 * Estimates the memory of a recipe. `shard: auto` is decided here on a CPU; on GPUs, whose memory only PyTorch knows, both are
 * estimated. Null for another engine; `unknown` for a model whose shape the formulas do not know, for example one with experts.
 */
export async function estimateRun(
	recipe: ResolvedRecipe,
	here: EstimatedMachine = { gpus: gpusHere(), memory: totalmem() },
): Promise<RunEstimate | "unknown" | null> {
	const { engine, model, precision } = recipe;
	if (engine.kind !== "torch" || !isTorchPrecision(precision)) return null;
	const config = await readJsonFile(join(model, "config.json"), "weights");
	const shape = shapeOfConfig(config);
	if (shape === null) return "unknown";
	const each = engine.gpus ?? Math.max(1, here.gpus);
	const device: RunEstimate["device"] = here.gpus > 0 ? "cuda" : "cpu";
	const processes = each * engine.nodes;
	const frozen = [recipe.base, ownReference(recipe.objective)?.model];
	const setup = {
		others: countOthers(model, frozen),
		...{ shape, precision, processes, device, compares: true },
		tuning: recipe.tune,
		recompute: recipe.recompute,
		tokens: recipe.batch.tokens,
	} as const;
	const chosen =
		engine.shard === "auto" && (device === "cpu" || !canDivide(setup))
			? chooseShard(setup, here.memory / each)
			: engine.shard;
	const of = (shard: TorchSetup["shard"]) =>
		chosen === "auto" || chosen === shard
			? estimateMemory({ ...setup, shard })
			: null;
	return { device, processes, whole: of("none"), divided: of("full") };
}
