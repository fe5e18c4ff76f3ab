import { TemperError } from "../../core/error.ts";
import { generate } from "../../generate/generate.ts";
import { withoutDropout } from "../../policy/graphs.ts";
import { headChunks } from "../../policy/head-chunks.ts";
import { adapterTensors } from "../../policy/open-adapter.ts";
import { Policy } from "../../policy/policy.ts";
import { savedRewardGraph } from "../../policy/reward-reader.ts";
import type {
	EngineFacts,
	EngineSession,
	Foundation,
	Generator,
	Learner,
	LearnerName,
	LearnerOptions,
	ReferenceScorer,
	RewardScorer,
	RewardScorerOptions,
	Scorer,
	ScorerOptions,
	SessionOptions,
	Weights,
} from "../engine.ts";
import { besideTraining } from "./beside-training.ts";
import type { GraphParts } from "./graph-parts.ts";
import {
	type GraphSessionOptions,
	graphSessionOptions,
} from "./graph-session-options.ts";
import { policyOf } from "./graph-weights.ts";
import { GraphLearner } from "./learner.ts";
import { SessionScorer } from "./session-scorer.ts";

/**
 * Computes in this process. Each part opens a session of a graph. Of these, only the learner's holds float32 weights in memory
 * of its own (decision 0282).
 */
export class GraphSession implements EngineSession {
	readonly facts: EngineFacts;
	readonly #options: GraphSessionOptions;
	readonly #parts: GraphParts;
	#start: (() => Promise<Policy>) | null = null;

	/** Throws `weights` for a family that has no graph. */
	constructor(options: SessionOptions, parts: GraphParts, facts: EngineFacts) {
		this.#options = graphSessionOptions(options);
		this.#parts = parts;
		this.facts = facts;
	}

	async learner(name: LearnerName, options: LearnerOptions): Promise<Learner> {
		const { on, tuning, objective, optimizer, holds, start } = options;
		const { graph, base, endIds, tokens } = this.#options;
		const most = Math.max(tokens, graph.length);
		const learner = await GraphLearner.create(
			{
				...{ model: this.#modelOf(on), objective, optimizer, endIds },
				...{ graph: { ...graph, tuning, tokens: most }, start },
				anchor: holds ? base : null,
				base,
			},
			this.#parts,
		);
		if (name === "policy") {
			const { tensors } = learner.weights;
			this.#start = async () => Policy.of(await start(tensors));
		}
		return learner;
	}

	/** Other arrays at every call. */
	async start(): Promise<Weights> {
		if (this.#start) return this.#start();
		throw new TemperError("internal", {
			where: "weights at the start",
			expected: "the learner of the policy",
			found: "none yet",
		});
	}

	scorer(options: ScorerOptions): Promise<Scorer> {
		return SessionScorer.open(this.#options, options, this.#parts);
	}

	async referenceScorer(): Promise<ReferenceScorer> {
		const { reference, graph, tokens } = this.#options;
		if (reference === null)
			throw new TemperError("internal", {
				where: "scores of the reference",
				expected: "a reference of the recipe's own",
				found: "none",
			});
		const { model, adapter } = reference;
		const tuning = adapter?.tuning ?? ({ kind: "none" } as const);
		const { vocabSize } = model.architecture;
		const chunks = headChunks(Math.max(tokens, graph.length), vocabSize);
		const scorer = await this.#parts.scorer({
			...{ model, tokens, compares: false },
			// The learner's own products: a policy that has not moved must equal its reference to the last bit.
			weights: "packed",
			graph: { ...graph, tuning, chunks },
		});
		const policy = await Policy.initial(scorer.trainables, model, tuning, 0);
		if (adapter) policy.restore(adapterTensors(adapter));
		return {
			score: async (groups) => (await scorer.score(groups, policy)).rows,
			dispose: () => scorer.dispose(),
		};
	}

	async rewardScorer({
		on,
		tuning,
		saved,
	}: RewardScorerOptions): Promise<RewardScorer> {
		const { graph, tokens } = this.#options;
		const model = this.#modelOf(on);
		const scorer = await this.#parts.rewardScorer({
			...{ model, tokens, weights: besideTraining(graph.precision) },
			graph: saved
				? savedRewardGraph(tuning, graph.length)
				: { ...graph, tuning },
		});
		const frozen =
			saved && (await Policy.base(scorer.trainables, model, tuning));
		frozen?.restore(saved ?? []);
		return {
			score: (rows, weights) =>
				scorer.score(rows, frozen ?? policyOf(weights as Weights)),
			dispose: () => scorer.dispose(),
		};
	}

	async generator(): Promise<Generator> {
		const { model, graph, sampling: precision } = this.#options;
		const decoders = await this.#parts.decoders({
			...{ model, precision, weights: besideTraining(precision) },
			tuning: withoutDropout(graph.tuning),
		});
		return {
			generate(weights, ...given) {
				const policy = weights && policyOf(weights);
				return generate(decoders.decoder(policy), ...given);
			},
			dispose: () => decoders.dispose(),
		};
	}

	async dispose(): Promise<void> {}

	#modelOf(on: Foundation) {
		return this.#options[on];
	}
}
