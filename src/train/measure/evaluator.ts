import { once } from "../../core/once.ts";
import {
	alone,
	type Example,
	type Group,
	supervisedCount,
} from "../../data/example.ts";
import type { Scorer } from "../../engine/engine.ts";
import type { Model } from "../../models/model.ts";
import { Policy } from "../../policy/policy.ts";
import type { HiddenStates, RowScores } from "../../policy/scorer.ts";
import type { Bound } from "../../recipes/schemas/leash-schema.ts";
import type { EvaluationEvent, HeldOutPairs } from "../../runs/events.ts";
import type { Estimate } from "../../stats/estimate.ts";
import { mean, meanOf, meanPerToken } from "../../stats/mean.ts";
import { marginsOf, winRate } from "../../stats/share.ts";
import type { HeldStates } from "../leash/held-states.ts";
import type { Prepared } from "../prepare/prepare.ts";
import { referenceScores } from "../reference/reference.ts";
import { deltaPerToken, sampleAnswers } from "./training-answers.ts";

/** Rows whose base states are kept in memory for the comparison: enough for an interval, little enough for a laptop. */
export const comparedRows = 64;

interface BaseState {
	readonly rows: readonly Example[];
	readonly scores: readonly RowScores[];
	readonly hidden: HiddenStates;
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
	 * `start`: the policy at the start of the stage, which verdicts are compared with. If there are no held-out rows,
	 * training rows show how far the model moved on the task. `baseHash` names the base's weights, under which its scores
	 * of training answers are cached; null: they are computed anew.
	 */
	static async create(
		prepared: Prepared,
		start: () => Promise<Policy>,
		baseHash: string | null = null,
	): Promise<Evaluator> {
		const { train, heldOut, general } = prepared;
		const scorer = await openScorer(prepared, prepared.model);
		const liked = (groups: readonly Group[]) =>
			groups.flat().filter((row) => row.liked && !row.promptAlone);
		const shown = heldOut.length > 0 ? heldOut : train;
		const { task, others, held } = await withBase(
			prepared,
			scorer,
			async (ofBase, base) => ({
				task: await stateOf(liked(shown.slice(0, comparedRows)), ofBase, base),
				others: await stateOf(general, ofBase, base),
				held: await heldStates(prepared, ofBase, base),
			}),
		);
		return new Evaluator(
			scorer,
			liked(heldOut),
			task,
			others,
			await verdictState(prepared, scorer, start),
			answerState(prepared, scorer, baseHash),
			held,
		);
	}

	/** The training answers on which m_theta is measured, `file:line` each, in the order of `answerDeltas`. */
	get answerIds(): readonly string[] {
		return this.#answers.rows.map(({ id }) => id);
	}

	/** What a policy that it measures is made of. */
	get trainables(): Scorer["trainables"] {
		return this.#scorer.trainables;
	}

	/** How far the policy is from its base on the general rows, in either measure of a leash. Needs such rows. */
	async deviation(policy: Policy): Promise<Record<Bound["measure"], Estimate>> {
		const { scores } = this.#general;
		const now = await this.#compare(this.#general, policy);
		const rises = now.map(({ logProb }, i) =>
			logProb.map((value, t) => (scores[i]?.logProb[t] as number) - value),
		);
		return {
			kl: meanPerToken(now.map(({ kl }) => kl as Float32Array)) as Estimate,
			retention: meanPerToken(rises) as Estimate,
		};
	}

	async evaluate(policy: Policy): Promise<Evaluation> {
		const task = await this.#compare(this.#task, policy);
		const general = await this.#compare(this.#general, policy);
		const heldOut = await this.#scoreHeldOut(task, policy);
		const all = (key: "entropy" | "top1") =>
			mean(heldOut.flatMap((row) => [...row[key]]));
		return {
			nll: meanPerToken(heldOut.map(({ logProb }) => logProb.map((x) => -x))),
			entropy: all("entropy"),
			top1: all("top1"),
			klTask: meanPerToken(task.map(({ kl }) => kl as Float32Array)),
			klGeneral: meanPerToken(general.map(({ kl }) => kl as Float32Array)),
			...(await this.#answerMoves(policy)),
			pairs: this.#verdicts && (await this.#agreement(this.#verdicts, policy)),
		};
	}

	async dispose(): Promise<void> {
		await this.#scorer.dispose();
	}

	async #compare(base: BaseState, policy: Policy): Promise<RowScores[]> {
		return (await this.#scorer.score(alone(base.rows), policy, base.hidden))
			.rows;
	}

	async #agreement(
		{ groups, scores: before }: VerdictState,
		policy: Policy,
	): Promise<HeldOutPairs> {
		const { rows: now } = await this.#scorer.score(groups, policy);
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
		policy: Policy,
	): Promise<Pick<Evaluation, "mTheta" | "answerDeltas">> {
		const { rows, base } = this.#answers;
		if (rows.length === 0) return { mTheta: null, answerDeltas: [] };
		const before = await base();
		const now = (await this.#scorer.score(alone(rows), policy)).rows;
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
		policy: Policy,
	): Promise<readonly RowScores[]> {
		if (this.#heldOut.length === 0) return [];
		const rest = this.#heldOut.slice(task.length);
		return [...task, ...(await this.#scorer.score(alone(rest), policy)).rows];
	}
}

/** Scores a model in this graph, under any policy, and compares it with the base. */
function openScorer(
	{ engine, graph, recipe, base }: Prepared,
	model: Model,
): Promise<Scorer> {
	const { tokens } = recipe.batch;
	return engine.scorer({ model, graph, tokens, compares: true, base });
}

/**
 * Scores the base: with the scorer of the policy, by adapters that are off or by the base's weights as inputs. Adapters on a
 * model that is not the base leave the base out of that graph, so it gets a scorer of its own, which is closed afterwards.
 */
async function withBase<T>(
	prepared: Prepared,
	scorer: Scorer,
	use: (ofBase: Scorer, base: Policy) => Promise<T>,
): Promise<T> {
	const { tuning, base, model } = prepared;
	const shared = tuning.kind === "full" || base === model;
	const ofBase = shared ? scorer : await openScorer(prepared, base);
	try {
		return await use(
			ofBase,
			await Policy.base(ofBase.trainables, base, tuning),
		);
	} finally {
		if (!shared) await ofBase.dispose();
	}
}

/** What the base says of the first rows, as many as are compared. */
async function stateOf(
	rows: readonly Example[],
	ofBase: Scorer,
	base: Policy,
): Promise<BaseState> {
	const compared = rows.slice(0, comparedRows);
	const { rows: scores, hidden } = await ofBase.score(alone(compared), base);
	return { rows: compared, scores, hidden };
}

async function verdictState(
	{ heldOut, objective }: Prepared,
	scorer: Scorer,
	start: () => Promise<Policy>,
): Promise<VerdictState | null> {
	const groups = heldOut.filter(
		({ length }) => length === 2 || objective.needs.labels,
	);
	if (groups.length === 0) return null;
	return { groups, scores: (await scorer.score(groups, await start())).rows };
}

/** The base scores them once, at the first evaluation. */
function answerState(
	prepared: Prepared,
	scorer: Scorer,
	baseHash: string | null,
): AnswerState {
	const { recipe, train } = prepared;
	const rows = sampleAnswers(train, recipe.seed);
	const compute = () =>
		withBase(prepared, scorer, async (ofBase, base) => {
			const { rows: scores } = await ofBase.score(alone(rows), base);
			return scores.map(({ logProb }) => logProb);
		});
	// Scores of another graph than the stage reference's have keys of their own: their last bits may differ.
	const precision = `${recipe.precision} evaluation`;
	const base = once(() =>
		baseHash === null
			? compute()
			: referenceScores(rows, { sha256: baseHash, precision }, compute),
	);
	return { rows, base };
}

/** Row by row: what a row's states are is then plain. */
async function heldStates(
	{ leash, base: { architecture } }: Prepared,
	scorer: Scorer,
	base: Policy,
): Promise<HeldStates> {
	const rows = leash?.held ?? [];
	const hidden: Float32Array[] = [];
	for (const row of rows) {
		const scored = await scorer.score([[row]], base);
		const states = scored.hidden[0]?.data as Float32Array;
		hidden.push(
			states.slice(0, supervisedCount(row) * architecture.hiddenSize),
		);
	}
	return { rows, hidden };
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
