import type { Group } from "../../data/example.ts";
import type {
	EngineSession,
	RewardScorer,
	Weights,
} from "../../engine/engine.ts";
import { meanOf } from "../../stats/mean.ts";
import { marginsOf, winRate } from "../../stats/share.ts";
import type { Prepared } from "../prepare/prepare.ts";
import type { Evaluation } from "./evaluator.ts";

/** Measures a reward model on held-out pairs: it says no words, so that only its rewards can be judged. */
export class RewardEvaluator {
	readonly #scorer: RewardScorer;
	readonly #pairs: readonly Group[];

	private constructor(scorer: RewardScorer, pairs: readonly Group[]) {
		this.#scorer = scorer;
		this.#pairs = pairs;
	}

	static async create(
		{ heldOut, tuning }: Prepared,
		session: EngineSession,
	): Promise<RewardEvaluator> {
		const on = "model";
		const scorer = await session.rewardScorer({ on, tuning, saved: null });
		return new RewardEvaluator(scorer, heldOut);
	}

	/** A reward model gives no answer a probability. */
	readonly answerIds: readonly string[] = [];

	/** The margin is that of the rewards. */
	async evaluate(weights: Weights): Promise<Evaluation> {
		const rewards = await this.#scorer.score(this.#pairs.flat(), weights);
		const margins = marginsOf(rewards);
		return {
			...{ nll: null, entropy: null, top1: null },
			...{ klTask: null, klGeneral: null },
			...{ mTheta: null, answerDeltas: [] },
			pairs:
				margins.length === 0
					? null
					: { accuracy: winRate(margins), margin: meanOf(margins) },
		};
	}

	async dispose(): Promise<void> {
		await this.#scorer.dispose();
	}
}
