import type { Group } from "../../data/example.ts";
import { openModel } from "../../formats/open-model.ts";
import type { Model } from "../../models/model.ts";
import type { Tuning } from "../../nn/parameters.ts";
import { scoreGraph } from "../../policy/graphs.ts";
import { headChunks } from "../../policy/head-chunks.ts";
import { adapterTensors, openAdapter } from "../../policy/open-adapter.ts";
import { Policy } from "../../policy/policy.ts";
import { requireSameShapes } from "../../policy/same-shapes.ts";
import { type RowScores, Scorer } from "../../policy/scorer.ts";
import type { Backend } from "../../runtime/open-session.ts";
import { type ModelParts, mergedPolicy } from "./merged-policy.ts";
import type { Subject } from "./subject.ts";

export interface LikelihoodOptions {
	readonly device: Backend;
	/** Tokens that are read at once. */
	readonly tokens: number;
	/** Tokens of the longest row. */
	readonly length: number;
}

function graphOptions(
	{ architecture }: Model,
	tuning: Tuning,
	{ tokens, length }: LikelihoodOptions,
) {
	return {
		...{ tuning, length: length + 1, recompute: false, sharedPrompts: true },
		precision: "float32" as const,
		chunks: headChunks(Math.max(tokens, length + 1), architecture.vocabSize),
	};
}

/** Scores of the supervised tokens of groups, row by row, some groups at a time. */
export interface LikelihoodReader {
	score(groups: readonly Group[]): Promise<RowScores[]>;
	dispose(): Promise<void>;
}

async function tuningOf(subject: Subject, model: Model) {
	if (subject.adapter === null) return { tuning: { kind: "none" } as const };
	const opened = await openAdapter(subject.adapter, model.architecture);
	return { tuning: opened.tuning, values: adapterTensors(opened) };
}

/** Opens a subject to read likelihoods from. Throws `weights` and `device`. */
export async function openLikelihoods(
	subject: Subject,
	options: LikelihoodOptions,
): Promise<LikelihoodReader> {
	const { model } = await openModel(subject.model, { checkValues: true });
	const { tuning, values = [] } = await tuningOf(subject, model);
	const graph = graphOptions(model, tuning, options);
	const { device, tokens } = options;
	const scorer = await Scorer.create(model, graph, device, tokens, false);
	const policy = await Policy.base(scorer.trainables, model, tuning);
	policy.restore(values);
	return {
		score: (groups) => scorer.scoreSharing(groups, policy),
		dispose: () => scorer.dispose(),
	};
}

/**
 * Opens two tuned models, to read KL(other || subject) of each token too. Both are read as whole models, adapters merged.
 * Throws `weights` and `device`.
 */
export async function openRivals(
	subject: ModelParts,
	other: ModelParts,
	options: LikelihoodOptions,
): Promise<LikelihoodReader> {
	const { model } = await openModel(other.model, { checkValues: true });
	const graph = graphOptions(model, { kind: "full" }, options);
	const { trainables } = scoreGraph(model, graph);
	const before = await mergedPolicy(trainables, other, model);
	const after = await mergedPolicy(trainables, subject, model);
	const { device, tokens } = options;
	const scorer = await Scorer.create(model, graph, device, tokens, true);
	return comparing(scorer, before, after);
}

/** Scores under one policy, with KL from another to it. */
function comparing(
	scorer: Scorer,
	before: Policy,
	after: Policy,
): LikelihoodReader {
	return {
		async score(groups) {
			const { hidden } = await scorer.score(groups, before);
			return (await scorer.score(groups, after, hidden)).rows;
		},
		dispose: () => scorer.dispose(),
	};
}

/** Opens a subject together with its base, to read KL(base || subject) of each token too. Throws `weights` and `device`. */
export async function openComparison(
	subject: Subject & { readonly base: string },
	options: LikelihoodOptions,
): Promise<LikelihoodReader> {
	const whole = subject.adapter === null;
	const { model: base } = await openModel(subject.base, { checkValues: true });
	const { tuning, values = [] } = whole
		? { tuning: { kind: "full" } as const }
		: await tuningOf(subject, base);
	const graph = graphOptions(base, tuning, options);
	const { trainables } = scoreGraph(base, graph);
	const before = await Policy.base(trainables, base, tuning);
	const tuned = whole
		? (await openModel(subject.model, { checkValues: true })).model
		: base;
	requireSameShapes(base, tuned, subject.base);
	const after = await Policy.base(trainables, tuned, tuning);
	after.restore(values);
	const { device, tokens } = options;
	const scorer = await Scorer.create(base, graph, device, tokens, true);
	return comparing(scorer, before, after);
}
