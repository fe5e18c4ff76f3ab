import { openModel } from "../../../formats/open-model.ts";
import type { Model } from "../../../models/model.ts";
import type { Tuning } from "../../../nn/parameters.ts";
import { scoreGraph } from "../../../policy/graphs.ts";
import { headChunks } from "../../../policy/head-chunks.ts";
import { adapterTensors, openAdapter } from "../../../policy/open-adapter.ts";
import { Policy } from "../../../policy/policy.ts";
import { requireSameShapes } from "../../../policy/same-shapes.ts";
import type { Scorer } from "../../../policy/scorer.ts";
import type { LikelihoodReader, ModelParts } from "../../measured.ts";
import type { GraphParts } from "../graph-parts.ts";
import { mergedPolicy } from "./merged-policy.ts";

export interface LikelihoodOptions {
	readonly parts: Pick<GraphParts, "scorer" | "heads" | "keepsScores">;
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

async function tuningOf({ adapter }: ModelParts, model: Model) {
	if (adapter === null) return { tuning: { kind: "none" } as const };
	const opened = await openAdapter(adapter, model.architecture);
	return { tuning: opened.tuning, values: adapterTensors(opened) };
}

interface Read {
	readonly model: Model;
	readonly scorer: Scorer;
	readonly policy: Policy;
}

async function openAlone(
	own: ModelParts,
	options: LikelihoodOptions,
): Promise<Read> {
	const { model } = await openModel(own.model, { checkValues: true });
	const { tuning, values = [] } = await tuningOf(own, model);
	const graph = graphOptions(model, tuning, options);
	const { parts, tokens } = options;
	const scorer = await parts.scorer({
		...{ model, graph, tokens, compares: false, sideBySide: true },
	});
	const policy = await Policy.base(scorer.trainables, model, tuning);
	policy.restore(values);
	return { model, scorer, policy };
}

/** Opens a model to read likelihoods from. `isBase`: whether others are compared with it. Throws `weights` and `device`. */
export async function openLikelihoods(
	own: ModelParts,
	options: LikelihoodOptions,
	isBase: boolean,
): Promise<LikelihoodReader> {
	const { scorer, policy } = await openAlone(own, options);
	return {
		score: async (groups) =>
			(await scorer.scoreSharing(groups, policy, isBase)).rows,
		dispose: () => scorer.dispose(),
	};
}

/**
 * Opens a model together with the one that it is compared with, to read KL(other || own) of each token too. An adapter on the
 * other model, and a whole model beside a whole one, are read as they are; adapters of anything else are merged first. Throws
 * `weights` and `device`.
 */
export function openComparison(
	own: ModelParts,
	other: ModelParts,
	options: LikelihoodOptions,
): Promise<LikelihoodReader> {
	const whole = own.adapter === null && other.adapter === null;
	if (whole && options.parts.keepsScores)
		return openFromStates(own, other, options);
	const beside = own.adapter === null || own.model === other.model;
	return other.adapter === null && beside
		? openBesideBase(own, other.model, options)
		: openMerged(own, other, options);
}

/**
 * Two whole models, each read as it is read alone: where scores are kept, states of rows that either was shown before are not computed again.
 */
async function openFromStates(
	own: ModelParts,
	other: ModelParts,
	options: LikelihoodOptions,
): Promise<LikelihoodReader> {
	const before = await openAlone(other, options);
	const after = await openAlone(own, options);
	requireSameShapes(before.model, after.model, other.model);
	const heads = await options.parts.heads(after.model, before.model);
	return {
		async score(groups) {
			const [base, { rows, hidden }] = [
				await before.scorer.scoreSharing(groups, before.policy, true),
				await after.scorer.scoreSharing(groups, after.policy),
			];
			const kl = await heads.kl(hidden, base.hidden);
			let end = 0;
			return rows.map((row) => {
				const start = end;
				end += row.logProb.length;
				return { ...row, kl: kl.slice(start, end) };
			});
		},
		async dispose() {
			for (const one of [before.scorer, after.scorer, heads])
				await one.dispose();
		},
	};
}

async function openMerged(
	own: ModelParts,
	other: ModelParts,
	options: LikelihoodOptions,
): Promise<LikelihoodReader> {
	const { model } = await openModel(other.model, { checkValues: true });
	const graph = graphOptions(model, { kind: "full" }, options);
	const { trainables } = scoreGraph(model, graph);
	const before = await mergedPolicy(trainables, other, model);
	const after = await mergedPolicy(trainables, own, model);
	const { parts, tokens } = options;
	const scorer = await parts.scorer({ model, graph, tokens, compares: true });
	return comparing(scorer, before, after);
}

async function openBesideBase(
	own: ModelParts,
	folder: string,
	options: LikelihoodOptions,
): Promise<LikelihoodReader> {
	const whole = own.adapter === null;
	const { model: base } = await openModel(folder, { checkValues: true });
	const { tuning, values = [] } = whole
		? { tuning: { kind: "full" } as const }
		: await tuningOf(own, base);
	const graph = graphOptions(base, tuning, options);
	const { trainables } = scoreGraph(base, graph);
	const before = await Policy.base(trainables, base, tuning);
	const tuned = whole
		? (await openModel(own.model, { checkValues: true })).model
		: base;
	requireSameShapes(base, tuned, folder);
	const after = await Policy.base(trainables, tuned, tuning);
	after.restore(values);
	const { parts, tokens } = options;
	const scorer = await parts.scorer({
		...{ model: base, graph, tokens, compares: true, sideBySide: true },
	});
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
