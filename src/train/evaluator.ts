import type { Example } from "../data/example.ts";
import type { Model } from "../models/model.ts";
import type { EvaluationEvent } from "../runs/events.ts";
import { mean, perToken } from "./estimate.ts";
import type { GraphOptions } from "./graphs.ts";
import { Policy } from "./policy.ts";
import { type HiddenStates, type RowScores, Scorer } from "./scorer.ts";
import type { DeviceOptions } from "./stepper.ts";

/** Rows whose base states are kept in memory for the comparison: enough for an interval, little enough for a laptop. */
const comparedRows = 64;

interface BaseState {
	readonly rows: readonly Example[];
	readonly scores: readonly RowScores[];
	readonly hidden: HiddenStates;
}

export type Evaluation = Omit<EvaluationEvent, "kind" | "step" | "cost">;

export interface EvaluationRows {
	/** Rows that are never trained on; where there are none, training rows show how far the model moved on the task. */
	readonly heldOut: readonly Example[];
	readonly task: readonly Example[];
	readonly general: readonly Example[];
}

/** Measures a policy against its base, the same way at every evaluation of every run. */
export class Evaluator {
	readonly #scorer: Scorer;
	readonly #heldOut: readonly Example[];
	readonly #task: BaseState;
	readonly #general: BaseState;

	private constructor(
		scorer: Scorer,
		heldOut: readonly Example[],
		task: BaseState,
		general: BaseState,
	) {
		this.#scorer = scorer;
		this.#heldOut = heldOut;
		this.#task = task;
		this.#general = general;
	}

	static async create(
		model: Model,
		options: GraphOptions,
		device: DeviceOptions,
		tokens: number,
		{ heldOut, task, general }: EvaluationRows,
	): Promise<Evaluator> {
		const scorer = await Scorer.create(model, options, device, tokens, true);
		const base = await Policy.base(scorer.trainables, model, options.tuning);
		const state = async (rows: readonly Example[]): Promise<BaseState> => {
			const compared = rows.slice(0, comparedRows);
			const { rows: scores, hidden } = await scorer.score(compared, base);
			return { rows: compared, scores, hidden };
		};
		const compared = heldOut.length > 0 ? heldOut : task;
		return new Evaluator(
			scorer,
			heldOut,
			await state(compared),
			await state(general),
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
		};
	}

	async dispose(): Promise<void> {
		await this.#scorer.dispose();
	}

	async #compare(base: BaseState, policy: Policy): Promise<RowScores[]> {
		return (await this.#scorer.score(base.rows, policy, base.hidden)).rows;
	}

	/** The compared rows are scored already; the rest follows. */
	async #scoreHeldOut(
		task: readonly RowScores[],
		policy: Policy,
	): Promise<readonly RowScores[]> {
		if (this.#heldOut.length === 0) return [];
		const rest = this.#heldOut.slice(task.length);
		return [...task, ...(await this.#scorer.score(rest, policy)).rows];
	}
}

/** (1/m) sum over the answer of log pi - log pi_ref (arXiv 2408.10642): MinorSFT's deviation of one row. */
function moved(row: RowScores, base: RowScores | undefined): number {
	let delta = 0;
	row.logProb.forEach((value, t) => {
		delta += value - (base?.logProb[t] ?? value);
	});
	return delta / row.logProb.length;
}
