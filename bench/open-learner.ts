import type { Engine, EngineSession, Learner } from "../src/engine/engine.ts";
import type { ModelShape } from "../src/models/architecture.ts";
import type { Tuning } from "../src/nn/parameters.ts";
import { sft } from "../src/objectives/imitation/sft.ts";
import type { GraphOptions } from "../src/policy/graphs.ts";
import { headChunks } from "../src/policy/head-chunks.ts";
import { Policy } from "../src/policy/policy.ts";

export interface LearnerSetup {
	/** Folder of a model. */
	readonly folder: string;
	/** What is trained of the model. */
	readonly tuningOf: (model: Pick<ModelShape, "linears">) => Tuning;
	readonly graph: Pick<
		GraphOptions,
		"precision" | "recompute" | "length" | "sharedPrompts"
	>;
	/** Tokens of one micro-batch. */
	readonly tokens: number;
}

/** SFT as a run trains it: an engine's session and its learner, with AdamW and clipping. */
export async function openLearner(
	engine: Engine,
	{ folder, tuningOf, graph, tokens }: LearnerSetup,
): Promise<{ session: EngineSession; learner: Learner }> {
	const { model } = await engine.openModel(folder);
	const tuning = tuningOf(model.architecture);
	const { vocabSize } = model.architecture;
	const chunks = headChunks(Math.max(tokens, graph.length), vocabSize);
	const placed = { folder, model };
	const session = await engine.open({
		...{ model: placed, base: placed, reference: null },
		graph: { ...graph, tuning, chunks },
		...{ tokens, endIds: new Set<number>(), sampling: "float32" },
	});
	const learner = await session.learner("policy", {
		...{ on: "model", tuning, objective: sft(), holds: false },
		optimizer: { betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0, clip: 1 },
		start: async (shapes) =>
			(await Policy.initial(shapes, model, tuning, 0)).tensors,
	});
	return { session, learner };
}
