import { z } from "zod";
import { count, kinds, text } from "./fields.ts";

const sampler = kinds(
	z.discriminatedUnion("kind", [
		z.strictObject({ kind: z.literal("auto") }),
		/** `generate` of transformers, in the processes that train. */
		z.strictObject({ kind: z.literal("hf") }),
		/** A vLLM server with adapters. */
		z.strictObject({
			kind: z.literal("vllm"),
			/** Of a server that is running; null starts one on this machine. */
			address: z
				.url({ protocol: /^https?$/, error: "an address, http://HOST:PORT" })
				.nullable()
				.default(null),
			/** Under which name a running server serves the model; null takes the one that fits the model's folder. */
			name: text("the name of a served model").nullable().default(null),
			/** Where adapters are put for the server; null takes the temporary folder of the system. */
			folder: text("the path of a folder").nullable().default(null),
			/** More arguments of `vllm serve`. */
			arguments: z
				.array(text("an argument of vllm serve"), {
					error: "a list of arguments of vllm serve",
				})
				.default([]),
		}),
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
export type SamplerRecipe = TorchRecipe["sampler"];
