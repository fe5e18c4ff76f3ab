import { TemperError } from "../../../core/error.ts";
import { writeAdapter } from "../../../formats/peft/write-adapter.ts";
import { adapterOf } from "../../../policy/adapter-of.ts";
import type { Generator, SessionOptions } from "../../engine.ts";
import type { TorchGroup } from "../process.ts";
import { floats } from "../session/results.ts";
import { type TorchWeights, torchWeights } from "../session/torch-weights.ts";
import type { ServedAdapter } from "./adapters.ts";
import { openVllmSampler, type VllmSettings } from "./open-sampler.ts";
import type { VllmSampler } from "./sampler.ts";

type Group = Pick<TorchGroup, "request">;

/**
 * Draws answers from a vLLM server with the adapter that the processes train: it is read from them and loaded whenever its hash
 * has changed. The server is started, or joined, when the first answers are drawn.
 */
export function vllmGenerator(
	settings: VllmSettings,
	engine: { readonly python: string; readonly precision: string },
	group: Group,
	session: Pick<SessionOptions, "model" | "graph">,
): Generator {
	const { folder, model } = session.model;
	const { vocabSize, maxPositions } = model.architecture;
	const { tuning, length } = session.graph;
	const { python, precision } = engine;
	let sampler: Promise<VllmSampler> | null = null;
	const open = () => {
		sampler ??= openVllmSampler(settings, {
			...{ python, model: folder, vocabSize, length },
			maxLength: maxPositions,
			rank: tuning.kind === "lora" ? tuning.rank : 1,
			// A server that holds frozen weights in fewer bits would need others than the trainer has.
			dtype: precision === "float32" ? "float32" : "bfloat16",
		});
		return sampler;
	};
	return {
		async *generate(weights, prompts, options, until) {
			const adapter =
				weights && (await servedAdapter(group, torchWeights(weights), session));
			yield* (await open()).generate(adapter, prompts, options, until);
		},
		async dispose() {
			// One that could not be opened has said so already.
			const opened = await sampler?.catch(() => null);
			await opened?.dispose();
		},
	};
}

/** What a learner trains, as it is now. */
async function servedAdapter(
	group: Group,
	{ of, name }: TorchWeights,
	{
		model: { folder, model },
		graph: { tuning },
	}: Pick<SessionOptions, "model" | "graph">,
): Promise<ServedAdapter> {
	if (of !== "now" || tuning.kind !== "lora")
		throw new TemperError("internal", {
			where: "samples from vLLM",
			expected: "the adapter of a learner as it is now",
			found: tuning.kind === "lora" ? `weights ${of}` : `tuning ${tuning.kind}`,
		});
	const { fields } = await group.request({ op: "hash", fields: { name } });
	return {
		hash: String(fields.sha256),
		async write(path) {
			const reply = await group.request({ op: "read", fields: { name } });
			const values = new Map(
				Object.keys(reply.tensors).map((key) => [key, floats(reply, key)]),
			);
			const { architecture } = model;
			await writeAdapter(path, adapterOf(tuning, architecture, values, folder));
		},
	};
}
