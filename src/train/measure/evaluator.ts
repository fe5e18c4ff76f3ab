import { once } from "../../core/once.ts";
import { alone, type Example, type Group } from "../../data/example.ts";
import type { EngineSession, Scorer, Weights } from "../../engine/engine.ts";
import type { Baseline } from "../../engine/step.ts";
import type { RowScores } from "../../policy/row-scores.ts";
import type { Bound } from "../../recipes/schemas/leash-schema.ts";
import type { EvaluationEvent, HeldOutPairs } from "../../runs/events.ts";
import type { Estimate } from "../../stats/estimate.ts";
import { mean, meanOf, meanPerToken } from "../../stats/mean.ts";
import { marginsOf, winRate } from "../../stats/share.ts";
import type { HeldStates } from "../leash/held-states.ts";
import type { Prepared } from "../prepare/prepare.ts";
import { referenceScores, scoreKey } from "../reference/reference.ts";
import { deltaPerToken, sampleAnswers } from "./training-answers.ts";

/** Rows whose baselines are kept for the comparison: enough for an interval, little enough for a laptop. */
export const comparedRows = 64;

interface BaseState {
	readonly rows: readonly Example[];
	readonly scores: readonly RowScores[];
	readonly baseline: Baseline;
}

/** Held-out pairs, or answers with a verdict, at the start of the stage. */
interface VerdictState {
	readonly groups: readonly Group[];
	/** By answer. */
	readonly scores: readonly RowScores[];
}

/** The training answers on which m_theta is measured, and the base's log-probabilities of their tokens, by answer. */
interface AnswerState {
	readonly rows: readonly Example[];
	readonly base: () => Promise<readonly Float32Array[]>;
}

export type Evaluation = Omit<EvaluationEvent, "kind" | "step" | "cost">;

/** Measures a policy against its base, the same way at every evaluation of every run. */
export class Evaluator {
	readonly #scorer: Scorer;
	readonly #heldOut: readonly Example[];
	readonly #task: BaseState;
	readonly #general: BaseState;
	readonly #verdicts: VerdictState | null;
	readonly #answers: AnswerState;
	/** What a penalty holds. */
	readonly held: HeldStates;

	private constructor(
		scorer: Scorer,
		heldOut: readonly Example[],
		task: BaseState,
		general: BaseState,
		verdicts: VerdictState | null,
		answers: AnswerState,
		held: HeldStates,
	) {
		this.#scorer = scorer;
		this.#heldOut = heldOut;
		this.#task = task;
		this.#general = general;
		this.#verdicts = verdicts;
		this.#answers = answers;
		this.held = held;
	}

	/**
	 * Verdicts are compared with the start of the stage. If there are no held-out rows, training rows show how far the model
	 * moved on the task. `baseHash` names the base's weights, under which its scores
	 * of training answers are cached; null: they are computed anew.
	 */
	static async create(
		prepared: Prepared,
		session: EngineSession,
		baseHash: string | null = null,
	): Promise<Evaluator> {
		const { train, heldOut, general } = prepared;
		const scorer = await session.scorer({ compares: true });
		const liked = (groups: readonly Group[]) =>
			groups.flat().filter((row) => row.liked && !row.promptAlone);
		const shown = heldOut.length > 0 ? heldOut : train;
		const task = await stateOf(liked(shown.slice(0, comparedRows)), scorer);
		const others = await stateOf(general, scorer);
		const held = await heldStates(prepared, scorer);
		await scorer.releaseBase();
		return new Evaluator(
			scorer,
			liked(heldOut),
			task,
			others,
			await verdictState(prepared, scorer, session),
			answerState(prepared, scorer, baseHash),
			held,
		);
	}

	/** The training answers on which m_theta is measured, `file:line` each, in the order of `answerDeltas`. */
	get answerIds(): readonly string[] {
		return this.#answers.rows.map(({ id }) => id);
	}

	/** How far the policy is from its base on the general rows, in either measure of a leash. Needs such rows. */
	async deviation(
		weights: Weights,
	): Promise<Record<Bound["measure"], Estimate>> {
		const { scores } = this.#general;
		const now = await this.#compare(this.#general, weights);
		const rises = now.map(({ logProb }, i) =>
			logProb.map((value, t) => (scores[i]?.logProb[t] as number) - value),
		);
		return {
			kl: meanPerToken(now.map(({ kl }) => kl as Float32Array)) as Estimate,
			retention: meanPerToken(rises) as Estimate,
		};
	}

	async evaluate(weights: Weights): Promise<Evaluation> {
		const task = await this.#compare(this.#task, weights);
		const general = await this.#compare(this.#general, weights);
		const heldOut = await this.#scoreHeldOut(task, weights);
		const all = (key: "entropy" | "top1") =>
			mean(heldOut.flatMap((row) => [...row[key]]));
		return {
			nll: meanPerToken(heldOut.map(({ logProb }) => logProb.map((x) => -x))),
			entropy: all("entropy"),
			top1: all("top1"),
			klTask: meanPerToken(task.map(({ kl }) => kl as Float32Array)),
			klGeneral: meanPerToken(general.map(({ kl }) => kl as Float32Array)),
			...(await this.#answerMoves(weights)),
			pairs: this.#verdicts && (await this.#agreement(this.#verdicts, weights)),
		};
	}

	async dispose(): Promise<void> {
		await this.#scorer.dispose();
	}

	async #compare(base: BaseState, weights: Weights): Promise<RowScores[]> {
		const { rows, baseline } = base;
		return (await this.#scorer.score(alone(rows), weights, baseline)).rows;
	}

	async #agreement(
		{ groups, scores: before }: VerdictState,
		weights: Weights,
	): Promise<HeldOutPairs> {
		const { rows: now } = await this.#scorer.score(groups, weights);
		const deltas = now.map(
			({ logProb }, i) =>
				deltaPerToken(logProb, (before[i] as RowScores).logProb) *
				logProb.length,
		);
		const margins = agreementOf(groups, deltas);
		return { accuracy: winRate(margins), margin: meanOf(margins) };
	}

	/** m_theta over the sampled training answers, and what each contributes. */
	async #answerMoves(
		weights: Weights,
	): Promise<Pick<Evaluation, "mTheta" | "answerDeltas">> {
		const { rows, base } = this.#answers;
		if (rows.length === 0) return { mTheta: null, answerDeltas: [] };
		const before = await base();
		const now = (await this.#scorer.score(alone(rows), weights)).rows;
		const deltas = now.map(({ logProb }, i) =>
			deltaPerToken(logProb, before[i] as Float32Array),
		);
		return {
			mTheta: mean(deltas),
			answerDeltas: deltas.map((delta) => Number(delta.toPrecision(6))),
		};
	}

	/** The compared rows are scored already; the rest follows. */
	async #scoreHeldOut(
		task: readonly RowScores[],
		weights: Weights,
	): Promise<readonly RowScores[]> {
		if (this.#heldOut.length === 0) return [];
		const rest = this.#heldOut.slice(task.length);
		return [...task, ...(await this.#scorer.score(alone(rest), weights)).rows];
	}
}

/** Scores of the first rows under the base, as many as are compared. */
async function stateOf(
	rows: readonly Example[],
	scorer: Scorer,
): Promise<BaseState> {
	const compared = rows.slice(0, comparedRows);
	const scored = await scorer.scoreBase(alone(compared));
	return { rows: compared, scores: scored.rows, baseline: scored.baseline };
}

async function verdictState(
	{ heldOut, objective }: Prepared,
	scorer: Scorer,
	session: EngineSession,
): Promise<VerdictState | null> {
	const groups = heldOut.filter(
		({ length }) => length === 2 || objective.needs.labels,
	);
	if (groups.length === 0) return null;
	const { rows: scores } = await scorer.score(groups, await session.start());
	return { groups, scores };
}

/** The base scores them once, at the first evaluation. */
function answerState(
	{ recipe, train }: Prepared,
	scorer: Scorer,
	baseHash: string | null,
): AnswerState {
	const rows = sampleAnswers(train, recipe.seed);
	const compute = async () => {
		const { rows: scores } = await scorer.scoreBase(alone(rows));
		await scorer.releaseBase();
		return scores.map(({ logProb }) => logProb);
	};
	// Scores of another graph than the stage reference's have keys of their own: their last bits may differ.
	const precision = `${scoreKey(recipe)} evaluation`;
	const base = once(() =>
		baseHash === null
			? compute()
			: referenceScores(rows, { sha256: baseHash, precision }, compute),
	);
	return { rows, base };
}

async function heldStates(
	{ leash }: Prepared,
	scorer: Scorer,
): Promise<HeldStates> {
	const rows = leash?.held ?? [];
	return { rows, baselines: await scorer.baselinesOf(rows) };
}

/** By how much the policy has moved the way the verdicts say: chosen over rejected, or up and down an answer by itself. */
function agreementOf(
	groups: readonly Group[],
	deltas: readonly number[],
): number[] {
	const paired = groups.every(({ length }) => length === 2);
	if (paired) return marginsOf(deltas);
	return groups.map(([answer], i) => {
		const delta = deltas[i] as number;
		return answer?.liked ? delta : -delta;
	});
}
