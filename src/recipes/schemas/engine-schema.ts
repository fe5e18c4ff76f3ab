import { z } from "zod";
import { count, kinds, text } from "./fields.ts";

const sampler = kinds(
	z.discriminatedUnion("kind", [
		z.strictObject({ kind: z.literal("auto") }),
		/** `generate` of transformers, in the processes that train. */
		z.strictObject({ kind: z.literal("hf") }),
	]),
	"auto",
);

const torch = z.strictObject({
	kind: z.literal("torch"),
	/** Processes of each machine, one for each GPU; null takes all GPUs, or one process on a CPU. */
	gpus: count(1024).nullable().default(null),
	/** Machines that train together. */
	nodes: count(100_000).default(1),
	/** Whether each process holds the whole model or a part of it. */
	shard: z.enum(["auto", "none", "full"]).default("auto"),
	/** A line for the shell that runs `{command}` on every machine; null runs it on this one. */
	launch: text("a line for the shell with {command} in it")
		.nullable()
		.default(null),
	/** What draws samples for objectives that train on them. */
	sampler,
});

/** Who computes: ONNX Runtime in this process, or PyTorch in processes of its own. */
export const engineSchema = kinds(
	z.discriminatedUnion("kind", [
		z.strictObject({ kind: z.literal("onnx") }),
		torch,
	]),
	"onnx",
);

export type EngineRecipe = z.output<typeof engineSchema>;
export type TorchRecipe = Extract<EngineRecipe, { kind: "torch" }>;
