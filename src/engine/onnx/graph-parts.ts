import type { Example } from "../../data/example.ts";
import type { Decoder } from "../../generate/decoder.ts";
import { openDecoders } from "../../generate/open-decoders.ts";
import type { Model } from "../../models/model.ts";
import type { RoundedPrecision, Tuning } from "../../nn/parameters.ts";
import type { Objective } from "../../objectives/objective.ts";
import type { GraphOptions } from "../../policy/graphs.ts";
import { Heads } from "../../policy/heads.ts";
import type { KeptScores } from "../../policy/kept-scores.ts";
import type { Policy } from "../../policy/policy.ts";
import { RewardScorer } from "../../policy/reward-scorer.ts";
import { roundingKl } from "../../policy/rounding.ts";
import { Scorer } from "../../policy/scorer.ts";
import type { WeightMemory } from "../../runtime/device.ts";
import { type Backend, holdingWeights } from "../../runtime/open-session.ts";
import { type Gradients, Stepper } from "./stepper.ts";
import { widthFor } from "./width-for.ts";

export interface GradientsOptions {
	readonly model: Model;
	readonly objective: Objective;
	readonly graph: GraphOptions;
	/** Ids that end a turn. */
	readonly endIds: ReadonlySet<number>;
	readonly sideBySide?: SideBySide;
}

/** Whether micro-batches may be computed at the same time, which can take as many copies of the frozen weights. */
type SideBySide = boolean;

/** A model and how it is computed. */
export interface ComputedModel {
	readonly model: Model;
	readonly graph: GraphOptions;
	/** Tokens of one micro-batch. */
	readonly tokens: number;
	/** How frozen weights are held; `packed` if absent. */
	readonly weights?: WeightMemory;
}

export interface GraphScorerOptions extends ComputedModel {
	/** Whether KL from a base is measured too, from hidden states of the base. */
	readonly compares: boolean;
	/** The base, if it is another model of the same shapes than the one that is scored. */
	readonly base?: Model;
	readonly sideBySide?: SideBySide;
}

export interface DecodersOptions {
	readonly model: Model;
	readonly tuning: Tuning;
	/** How products with frozen weights are computed. */
	readonly precision: "float32" | "int8";
	/** How frozen weights are held; `packed` if absent. */
	readonly weights?: WeightMemory;
}

export interface GraphDecoders {
	/** A decoder of a policy, whose updates it follows, or of the model itself. */
	decoder(policy: Policy | null): Decoder;
	dispose(): Promise<void>;
}

/**
 * What a graph engine is made of: sessions of graphs in this process, which take a policy as arrays. Explanations and
 * comparisons with other libraries use them directly.
 */
export interface GraphParts {
	/** The gradient of an objective at any policy, without an optimizer. */
	gradients(options: GradientsOptions): Promise<Gradients>;
	/** Scores of rows under any policy of a model. */
	scorer(options: GraphScorerOptions): Promise<Scorer>;
	/** Rewards of answers under any reward model over a base. */
	rewardScorer(options: ComputedModel): Promise<RewardScorer>;
	/** KL(float32 || precision) of a model in nats for each supervised token of rows. */
	rounding(
		model: Model,
		rows: readonly Example[],
		precision: RoundedPrecision,
	): Promise<readonly Float32Array[]>;
	/** KL(base || model) from the states of two whole models of the same shapes. */
	heads(model: Model, base: Model): Promise<Heads>;
	/** Whether scorers keep scores and states of rows that a model is shown. */
	readonly keepsScores: boolean;
	/** Decoders of any policy of a model. */
	decoders(options: DecodersOptions): Promise<GraphDecoders>;
}

/** Parts whose sessions a backend opens. `scores`: those that were computed before; computed anew if left out. */
export function graphParts(
	backend: Backend,
	scores: KeptScores | null = null,
): GraphParts {
	const holding = (weights: WeightMemory = "packed") =>
		holdingWeights(backend, weights);
	return {
		gradients: ({ model, objective, graph, endIds, sideBySide }) =>
			Stepper.create(
				...([model, objective, graph, backend, endIds] as const),
				sideBySide ? widthFor("backward", model, graph, backend) : 1,
			),
		scorer: ({ model, graph, tokens, compares, base, weights, sideBySide }) =>
			Scorer.create(
				...([model, graph, holding(weights), tokens] as const),
				...([compares, base, scores] as const),
				sideBySide ? widthFor("forward", model, graph, backend) : 1,
			),
		rewardScorer: ({ model, graph, tokens, weights }) =>
			RewardScorer.create(model, graph, holding(weights), tokens),
		rounding: (model, rows, precision) =>
			roundingKl(model, rows, precision, backend),
		heads: (model, base) => Heads.open(model, base, backend),
		keepsScores: scores !== null,
		async decoders({ model, weights, ...options }) {
			const decoders = await openDecoders(model, {
				...options,
				...holding(weights),
			});
			return {
				decoder: (policy) => decoders.decoder(policy?.buffers ?? null),
				dispose: () => decoders.dispose(),
			};
		},
	};
}
