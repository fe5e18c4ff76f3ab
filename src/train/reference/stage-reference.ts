import type { Group } from "../../data/example.ts";
import { byRow } from "../../data/pack.ts";
import type { Weights } from "../../engine/engine.ts";
import type { Reference } from "../../engine/step.ts";
import type { Prepared } from "../prepare/prepare.ts";
import type { Sessions } from "../sessions.ts";
import type { Stage } from "../sources/stage.ts";
import { referenceScores, scoreKey } from "./reference.ts";

/** So many groups are scored and kept at a time: a stop is heard, and loses what is done, only between them. */
const blockGroups = 32;

/**
 * The scores of the model that the stage is compared with, on rows that are known before it. Of tokens: computed once, cached
 * under `hash`, which names the weights (null: computed anew). Of the whole distribution: at each micro-batch.
 * Null if the objective needs none, and if the signal aborted first.
 */
export async function stageReference(
	stage: Stage,
	hash: string | null,
): Promise<Reference | null> {
	const { prepared, sessions, signal } = stage;
	const { needs } = prepared.objective;
	if (needs.reference === "none") return null;
	if (needs.reference === "distribution")
		return liveReference(sessions, await stage.session.start());
	const groups = groupsMet(prepared);
	const scores: Float32Array[] = [];
	for (let from = 0; from < groups.length; from += blockGroups) {
		if (signal.aborted) return null;
		const block = groups.slice(from, from + blockGroups);
		scores.push(...(await blockScores(stage, block, hash)));
	}
	await sessions.releaseScorer();
	return byRow(groups.flat(), scores);
}

async function blockScores(
	{ prepared, reference }: Stage,
	groups: readonly Group[],
	hash: string | null,
): Promise<Float32Array[]> {
	const compute = () => reference(groups);
	if (hash === null) return compute();
	const precision = scoreKey(prepared.recipe);
	return referenceScores(groups.flat(), { sha256: hash, precision }, compute);
}

/** The groups that a run meets in its steps, in the order of the rows: a short run scores no others. */
export function groupsMet({
	plan,
	steps,
	train,
}: Pick<Prepared, "plan" | "steps" | "train">): Group[] {
	if (steps >= plan.stepsPerEpoch) return [...new Set(train)];
	const met = new Set<number>();
	for (let step = 0; step < steps; step++)
		for (const index of plan.step(step).microBatches.flat()) met.add(index);
	return [...new Set(train.filter((_, index) => met.has(index)))];
}

/** Scores of frozen weights, computed when they are requested. */
export function liveReference(sessions: Sessions, weights: Weights): Reference {
	return async (groups) => {
		const scorer = await sessions.scorer();
		return scorer.scoreBatch(groups.flat(), weights);
	};
}
