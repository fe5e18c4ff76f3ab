import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { TemperError } from "../../../core/error.ts";
import { isObject } from "../../../formats/json/parse-json.ts";
import type { SessionOptions } from "../../engine.ts";
import { chooseShard, countOthers } from "../estimate/fit.ts";
import { isTorchPrecision, torchPrecisions } from "../estimate/memory.ts";
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
	if (!isTorchPrecision(precision))
		return refuse(
			"precision",
			`one of ${torchPrecisions.join(", ")}`,
			precision,
		);
	if (precision === "nf4" || precision === "int8") {
		if (tuning.kind === "full")
			refuse(
				"precision",
				"float32 or bfloat16 in full tuning",
				precision,
				"Quantised weights are frozen.",
			);
		if (shard === "full")
			refuse(
				"engine.shard",
				`auto or none with precision ${precision}`,
				shard,
				"FSDP2 computes wrong products with quantised weights.",
			);
	}
	if (shard !== "auto") return shard;
	const setup = {
		...{ precision, recompute, tokens, compares: true },
		tuning: tuning.kind === "none" ? nothingTrained : tuning,
		others: countOthers(model.folder, [base.folder, reference?.folder]),
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

function refuse(
	where: string,
	expected: string,
	found: string,
	hint?: string,
): never {
	throw new TemperError("recipe", {
		...{ where, expected, found },
		...(hint !== undefined && { hint }),
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
