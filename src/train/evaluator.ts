import { alone, type Example, type Group } from "../data/example.ts";
import type { EvaluationEvent, HeldOutPairs } from "../runs/events.ts";
import { marginsOf, mean, meanOf, perToken, winRate } from "./estimate.ts";
import { Policy } from "./policy.ts";
import type { Prepared } from "./prepare.ts";
import { type HiddenStates, type RowScores, Scorer } from "./scorer.ts";
import { deviceOptions, graphOptions } from "./setup.ts";

/** Rows whose base states are kept in memory for the comparison: enough for an interval, little enough for a laptop. */
const comparedRows = 64;

interface BaseState {
	readonly rows: readonly Example[];
	readonly scores: readonly RowScores[];
	readonly hidden: HiddenStates;
}

interface PairState {
	readonly groups: readonly Group[];
	/** Of chosen, rejected, chosen, ... */
	readonly scores: readonly RowScores[];
}

export type Evaluation = Omit<EvaluationEvent, "kind" | "step" | "cost">;

/** Measures a policy against its base, the same way at every evaluation of every run. */
export class Evaluator {
	readonly #scorer: Scorer;
	readonly #heldOut: readonly Example[];
	readonly #task: BaseState;
	readonly #general: BaseState;
	/** Held-out pairs with their answers' log-probabilities at the start of the stage. */
	readonly #pairs: PairState | null;

	private constructor(
		scorer: Scorer,
		heldOut: readonly Example[],
		task: BaseState,
		general: BaseState,
		pairs: PairState | null,
	) {
		this.#scorer = scorer;
		this.#heldOut = heldOut;
		this.#task = task;
		this.#general = general;
		this.#pairs = pairs;
	}

	/**
	 * `start`: the policy at the start of the stage, which pairs are judged against. Where there are no held-out rows,
	 * training rows show how far the model moved on the task.
	 */
	static async create(
		prepared: Prepared,
		start: () => Promise<Policy>,
	): Promise<Evaluator> {
		const { base: model, tuning, recipe, train, heldOut, general } = prepared;
		const scorer = await Scorer.create(
			model,
			graphOptions(prepared),
			deviceOptions(prepared),
			recipe.batch.tokens,
			true,
		);
		const base = await Policy.base(scorer.trainables, model, tuning);
		const state = async (rows: readonly Example[]): Promise<BaseState> => {
			const compared = rows.slice(0, comparedRows);
			const { rows: scores, hidden } = await scorer.score(
				alone(compared),
				base,
			);
			return { rows: compared, scores, hidden };
		};
		const liked = (groups: readonly Group[]) =>
			groups.flat().filter((row) => row.liked && !row.promptAlone);
		const shown = heldOut.length > 0 ? heldOut : train;
		return new Evaluator(
			scorer,
			liked(heldOut),
			await state(liked(shown.slice(0, comparedRows))),
			await state(general),
			await pairState(heldOut, scorer, start),
		);
	}

	async evaluate(policy: Policy): Promise<Evaluation> {
		const task = await this.#compare(this.#task, policy);
		const general = await this.#compare(this.#general, policy);
		const heldOut = await this.#scoreHeldOut(task, policy);
		const all = (key: "entropy" | "top1") =>
			mean(heldOut.flatMap((row) => [...row[key]]));
		return {
			nll: perToken(heldOut.map(({ logProb }) => logProb.map((x) => -x))),
			entropy: all("entropy"),
			top1: all("top1"),
			klTask: perToken(task.map(({ kl }) => kl as Float32Array)),
			klGeneral: perToken(general.map(({ kl }) => kl as Float32Array)),
			mTheta: mean(task.map((row, i) => moved(row, this.#task.scores[i]))),
			pairs: this.#pairs && (await this.#comparePairs(this.#pairs, policy)),
		};
	}

	async dispose(): Promise<void> {
		await this.#scorer.dispose();
	}

	async #compare(base: BaseState, policy: Policy): Promise<RowScores[]> {
		return (await this.#scorer.score(alone(base.rows), policy, base.hidden))
			.rows;
	}

	async #comparePairs(
		{ groups, scores: before }: PairState,
		policy: Policy,
	): Promise<HeldOutPairs> {
		const { rows: now } = await this.#scorer.score(groups, policy);
		const deltas = now.map(
			(row, i) => moved(row, before[i]) * row.logProb.length,
		);
		const margins = marginsOf(deltas);
		return { accuracy: winRate(margins), margin: meanOf(margins) };
	}

	/** The compared rows are scored already; the rest follows. */
	async #scoreHeldOut(
		task: readonly RowScores[],
		policy: Policy,
	): Promise<readonly RowScores[]> {
		if (this.#heldOut.length === 0) return [];
		const rest = this.#heldOut.slice(task.length);
		return [...task, ...(await this.#scorer.score(alone(rest), policy)).rows];
	}
}

async function pairState(
	heldOut: readonly Group[],
	scorer: Scorer,
	start: () => Promise<Policy>,
): Promise<PairState | null> {
	const groups = heldOut.filter(({ length }) => length === 2);
	if (groups.length === 0) return null;
	return { groups, scores: (await scorer.score(groups, await start())).rows };
}

/** (1/m) sum over the answer of log pi - log pi_ref (arXiv 2408.10642): MinorSFT's deviation of one row. */
function moved(row: RowScores, base: RowScores | undefined): number {
	let delta = 0;
	row.logProb.forEach((value, t) => {
		delta += value - (base?.logProb[t] ?? value);
	});
	return delta / row.logProb.length;
}
