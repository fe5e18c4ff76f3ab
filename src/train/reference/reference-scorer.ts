import type { Scorer } from "../../engine/engine.ts";
import { headChunks } from "../../policy/head-chunks.ts";
import { adapterTensors } from "../../policy/open-adapter.ts";
import { Policy } from "../../policy/policy.ts";
import type { Prepared } from "../prepare/prepare.ts";
import type { ReferenceModel } from "./reference-model.ts";

/** A session that scores rows under a reference. Its forward pass has the precision of the recipe. */
export async function openReferenceScorer(
	{ model, adapter }: ReferenceModel,
	{ recipe, graph, engine }: Pick<Prepared, "recipe" | "graph" | "engine">,
): Promise<{ readonly scorer: Scorer; readonly policy: Policy }> {
	const tuning = adapter?.tuning ?? ({ kind: "none" } as const);
	const { tokens } = recipe.batch;
	const { vocabSize } = model.architecture;
	const chunks = headChunks(Math.max(tokens, graph.length), vocabSize);
	const options = { ...graph, tuning, chunks };
	const scorer = await engine.scorer({
		...{ model, graph: options, tokens, compares: false },
	});
	const policy = await Policy.initial(scorer.trainables, model, tuning, 0);
	if (adapter) policy.restore(adapterTensors(adapter));
	return { scorer, policy };
}
