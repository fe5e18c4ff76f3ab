import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { TemperError } from "../../../core/error.ts";
import { isObject } from "../../../formats/json/parse-json.ts";
import type { SessionOptions } from "../../engine.ts";
import { chooseShard } from "../estimate/fit.ts";
import type { TorchSetup } from "../estimate/memory.ts";
import { shapeOfConfig } from "../estimate/shape.ts";
import type { Message } from "../wire.ts";

/** What a recipe says of how the processes hold a model. */
export interface Holding {
	readonly precision: string;
	readonly shard: "auto" | "none" | "full";
}

/**
 * Whether a session's models are whole in each process or divided among them. `auto` is decided by the estimate of
 * docs/scale.md and the memory that the processes name in their first message: that of the GPU that has least, or each one's
 * part of the machine's. Throws `recipe` for a precision that PyTorch does not have here, and for quantised weights that are to be
 * divided or trained.
 */
export async function sessionShard(
	{ precision, shard }: Holding,
	options: SessionOptions,
	{ world, memory, kind }: Message["fields"],
): Promise<"none" | "full"> {
	const { model, base, reference, graph, tokens } = options;
	const { tuning, recompute } = graph;
	if (!isPrecision(precision))
		return refuse("precision", `one of ${precisions.join(", ")}`, precision);
	if (precision === "nf4" || precision === "int8") {
		if (tuning.kind === "full")
			refuse("precision", "float32 or bfloat16 in full tuning", precision);
		if (shard === "full")
			refuse("engine.shard", `auto or none with precision ${precision}`, shard);
	}
	if (shard !== "auto") return shard;
	const frozen = [base.folder, reference?.folder ?? model.folder];
	const setup = {
		...{ precision, recompute, tokens, compares: true },
		tuning: tuning.kind === "none" ? nothingTrained : tuning,
		others: new Set(frozen.filter((folder) => folder !== model.folder)).size,
		processes: Number(world),
		device: kind === "cuda" ? "cuda" : "cpu",
	} as const;
	const shape = await shapeIn(model.folder);
	return chooseShard(
		shape ? { ...setup, shape } : { ...setup, weights: weightsOf(options) },
		Number(memory),
	);
}

const nothingTrained = { kind: "lora", rank: 0 } as const;

const precisions = ["float32", "bfloat16", "nf4", "int8"] as const;

function isPrecision(word: string): word is TorchSetup["precision"] {
	return precisions.some((one) => one === word);
}

function refuse(where: string, expected: string, found: string): never {
	throw new TemperError("recipe", {
		...{ where, expected, found },
		hint: "Quantised weights are frozen, and they are wrong if FSDP2 divides them.",
	});
}

async function shapeIn(folder: string) {
	const text = await readFile(join(folder, "config.json"), "utf8");
	const config: unknown = JSON.parse(text);
	return isObject(config) ? shapeOfConfig(config) : null;
}

/** Weights that the files of the model hold. */
function weightsOf({ model }: SessionOptions): number {
	const shapes = [...model.model.tensors.values()].map(({ shape }) => shape);
	return shapes.reduce(
		(sum, shape) => sum + shape.reduce((a, b) => a * b, 1),
		0,
	);
}
