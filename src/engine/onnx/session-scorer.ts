import type { Example, Group } from "../../data/example.ts";
import type { GraphOptions } from "../../policy/graphs.ts";
import { Policy } from "../../policy/policy.ts";
import type { Scorer as GraphScorer } from "../../policy/scorer.ts";
import type { ScoredRows, Scorer, ScorerOptions, Weights } from "../engine.ts";
import type { Baseline, ReferenceBatch } from "../step.ts";
import { GraphBaseline, hiddenOf } from "./graph-baseline.ts";
import type { GraphParts } from "./graph-parts.ts";
import type { GraphSessionOptions } from "./graph-session-options.ts";
import { policyOf } from "./graph-weights.ts";

interface BaseScorer {
	readonly scorer: GraphScorer;
	readonly policy: Policy;
}

/** Scores rows in a session of one graph, and under the base in a second one if the first cannot compute it. */
export class SessionScorer implements Scorer {
	readonly #scorer: GraphScorer;
	readonly #options: Pick<GraphSessionOptions, "model" | "base" | "graph">;
	readonly #open: (base: boolean) => Promise<GraphScorer>;
	#base: Promise<BaseScorer> | null = null;

	private constructor(
		scorer: GraphScorer,
		options: Pick<GraphSessionOptions, "model" | "base" | "graph">,
		open: (base: boolean) => Promise<GraphScorer>,
	) {
		this.#scorer = scorer;
		this.#options = options;
		this.#open = open;
	}

	static async open(
		options: GraphSessionOptions,
		{ compares, length = options.graph.length }: ScorerOptions,
		parts: GraphParts,
	): Promise<SessionScorer> {
		const graph: GraphOptions = { ...options.graph, length };
		const { tokens, base } = options;
		const open = (ofBase: boolean) =>
			parts.scorer({
				...{ graph, tokens, compares, base },
				// The learner's own products: a policy that has not moved must equal its reference to the last bit.
				weights: "packed",
				model: ofBase ? base : options.model,
			});
		return new SessionScorer(await open(false), options, open);
	}

	async score(
		groups: readonly Group[],
		weights: Weights,
		against: Baseline | null = null,
	): Promise<ScoredRows> {
		const hidden = against && hiddenOf(against);
		return scored(await this.#scorer.score(groups, policyOf(weights), hidden));
	}

	async scoreBase(groups: readonly Group[]): Promise<ScoredRows> {
		this.#base ??= this.#openBase();
		const { scorer, policy } = await this.#base;
		return scored(await scorer.scoreBase(groups, policy));
	}

	async baselinesOf(rows: readonly Example[]): Promise<Baseline[]> {
		this.#base ??= this.#openBase();
		const { scorer, policy } = await this.#base;
		const states = await scorer.baseStates(rows, policy);
		return states.map((one) => new GraphBaseline([one]));
	}

	async releaseBase(): Promise<void> {
		const opened = await this.#base?.catch(() => null);
		this.#base = null;
		if (opened && opened.scorer !== this.#scorer) await opened.scorer.dispose();
	}

	async scoreBatch(
		rows: readonly Example[],
		weights: Weights,
	): Promise<ReferenceBatch> {
		const { logProb, hidden } = await this.#scorer.scoreBatch(
			rows,
			policyOf(weights),
		);
		return { logProb, baseline: new GraphBaseline([hidden]) };
	}

	async dispose(): Promise<void> {
		await this.releaseBase();
		await this.#scorer.dispose();
	}

	/**
	 * The scorer of the policy computes the base with adapters of zeros, or with the base's weights as inputs. Adapters on a
	 * model that is not the base leave the base out of that graph, so it gets a session of its own.
	 */
	async #openBase(): Promise<BaseScorer> {
		const { model, base, graph } = this.#options;
		const { tuning } = graph;
		const shared = tuning.kind === "full" || base === model;
		const scorer = shared ? this.#scorer : await this.#open(true);
		const { trainables } = scorer;
		const policy = await Policy.base(trainables, base, tuning);
		return { scorer, policy };
	}
}

function scored({
	rows,
	hidden,
}: Awaited<ReturnType<GraphScorer["score"]>>): ScoredRows {
	return { rows, baseline: new GraphBaseline(hidden) };
}
