import { once } from "../core/once.ts";
import type { Example, Group } from "../data/example.ts";
import { byRow } from "../data/pack.ts";
import type { GraphEngine } from "../engine/onnx/graph-engine.ts";
import type { Gradients } from "../engine/onnx/stepper.ts";
import type { Given, Reference } from "../engine/step.ts";
import { computable } from "../models/model.ts";
import { withoutDropout } from "../policy/graphs.ts";
import type { Policy } from "../policy/policy.ts";
import type { GivenPlaces } from "../recipes/locate/locate-run.ts";
import { mean } from "../stats/mean.ts";
import { sessionOptions } from "../train/prepare/session-options.ts";
import { startingPolicy } from "../train/prepare/starting-policy.ts";
import { runPrepass } from "../train/prepass.ts";
import {
	referenceOf,
	type ScoreGroups,
} from "../train/reference/reference-of.ts";
import { liveReference } from "../train/reference/stage-reference.ts";
import { Sessions } from "../train/sessions.ts";
import { groupsOfRow } from "./choose-rows.ts";
import { explainRow, firstRows, type Sides } from "./explain-rows.ts";
import type { At, Order, RunExplanation } from "./explanation.ts";
import type { OpenedRun } from "./open-run.ts";
import { policyAt, stateAt } from "./policy-at.ts";
import { type RowsAt, rowsAt } from "./rows-at.ts";
import { weighAnswers } from "./weigh-answers.ts";
import { weighing } from "./weighing.ts";

export interface ExplainRunOptions extends GivenPlaces {
	readonly at: At;
	/** Which rows are shown, and how many. */
	readonly order: Order;
	readonly count: number;
	/** The only row to show, `7` or `FILE:7`; null to choose by `order`. */
	readonly row: string | null;
	/** So many of the first rows are asked about; null: all. */
	readonly limit: number | null;
	/** What computes, by default ONNX Runtime on the recipe's device. */
	readonly engine?: GraphEngine;
}

/** Which rows are asked about, and which of them are shown. */
interface Chosen {
	readonly asked: readonly Group[];
	readonly shown: ReadonlySet<Example> | null;
}

/**
 * What a run's objective makes of its rows: a step of the objective is computed with the run's own recipe, policy and
 * reference, and not taken; the weights are derivatives of the loss. Throws `recipe`, `data`, `weights` and `device`.
 */
export async function explainRun(
	run: OpenedRun,
	options: ExplainRunOptions,
): Promise<RunExplanation> {
	const { prepared, engine } = run;
	const { objective, recipe, model, tokenizer } = prepared;
	const { at } = options;
	const state = await stateAt(run, at);
	const known = await rowsAt(run, state.step);
	const chosen = choose(run, known, options);
	const session = await engine.open(sessionOptions(prepared));
	const sessions = new Sessions(session);
	const gradients = await engine.gradients({
		...{ model: computable(model), objective: weighing(objective) },
		graph: {
			...prepared.graph,
			tuning: withoutDropout(prepared.tuning),
			recompute: false,
		},
		endIds: tokenizer.endOfTurn,
	});
	try {
		const policy = await policyAt(run, gradients.trainables, at);
		const reference = scoresOf(run, known, sessions, gradients);
		const before = await reference(chosen.asked);
		const answers = await weighAnswers(chosen.asked, gradients, policy, {
			tokens: recipe.batch.tokens,
			batchRows: recipe.batch.rows,
			givenFor: givenBy(run, {
				...{ sessions, policy, reference, strength: state.strength },
				scores: byRow(chosen.asked.flat(), before),
				start: () => startingPolicy(prepared, gradients.trainables),
			}),
		});
		const sides = sidesOf(run);
		const rows = answers.map((answer, i) =>
			explainRow(answer, before[i] ?? [], tokenizer, sides),
		);
		const { order, count } = options;
		const shown = chosen.shown
			? rows.filter((_, i) => chosen.shown?.has(answers[i]?.example as Example))
			: firstRows(rows, order, count);
		const { kind, ...settings } = recipe.objective;
		const weights = rows.map(({ weight }) => weight);
		return {
			...{
				kind: "weights",
				run: run.name,
				objective: kind,
				options: settings,
				at,
			},
			step: state.step,
			comparedWith:
				objective.needs.reference === "none" ? "start" : "reference",
			...{ round: known.round, answers: rows.length },
			rows: chosen.asked.length,
			trained: known.groups.length,
			weights: {
				mean: mean(weights) ?? 0,
				least: Math.min(...weights),
				most: Math.max(...weights),
			},
			meanMoved: mean(rows.map(({ moved }) => moved)) ?? 0,
			order: chosen.shown ? null : order,
			shown,
		};
	} finally {
		await gradients.dispose();
		await sessions.dispose();
		await session.dispose();
	}
}

/** A row is asked about together with those that would share a step with it: some objectives compare them. */
function choose(
	{ prepared }: OpenedRun,
	{ groups }: RowsAt,
	{ row, limit }: ExplainRunOptions,
): Chosen {
	if (row === null)
		return { asked: groups.slice(0, limit ?? groups.length), shown: null };
	const { heldOut, recipe } = prepared;
	const files = recipe.data.train.map(({ path }) => path);
	const found = groupsOfRow(row, { groups, heldOut, files });
	const size = recipe.batch.rows;
	const batches = new Set(
		found.map((group) => Math.floor(groups.indexOf(group) / size)),
	);
	return {
		asked: groups.filter((_, i) => batches.has(Math.floor(i / size))),
		shown: new Set(found.flat()),
	};
}

function sidesOf({ prepared }: OpenedRun): Sides {
	const { pairs, labels } = prepared.objective.needs;
	return pairs ? "pairs" : labels ? "labels" : "answers";
}

/** Scores that Delta is measured from: those of the round, of the run's reference, or of its start. */
function scoresOf(
	{ prepared }: OpenedRun,
	{ scores }: RowsAt,
	sessions: Sessions,
	{ trainables }: Gradients,
): ScoreGroups {
	if (scores !== null)
		return async (groups) =>
			groups.flat().map((row) => scores.get(row) ?? new Float32Array());
	const start = once(() => startingPolicy(prepared, trainables));
	return referenceOf(prepared, sessions, start);
}

interface GivenParts {
	readonly sessions: Sessions;
	readonly policy: Policy;
	/** Scores of any rows under the reference. */
	readonly reference: ScoreGroups;
	/** Those of the rows that are asked about. */
	readonly scores: Reference;
	readonly strength: number | null;
	readonly start: () => Promise<Policy>;
}

/** What a step of the objective is given in addition to its rows. */
function givenBy(
	{ prepared }: OpenedRun,
	{ sessions, policy, reference, scores, strength, start }: GivenParts,
): (groups: readonly Group[]) => Promise<Given> {
	const { needs, prepass, steers } = prepared.objective;
	const live = once(async () => liveReference(sessions, await start()));
	return async (groups) => {
		const compared = needs.reference === "none" ? null : reference;
		return {
			reference: needs.reference === "distribution" ? await live() : scores,
			statistic:
				prepass &&
				(await runPrepass(
					prepass,
					groups,
					await sessions.scorer(),
					policy,
					compared,
				)),
			strength: strength ?? steers?.start ?? null,
		};
	};
}
