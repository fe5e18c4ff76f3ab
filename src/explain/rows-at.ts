import { TemperError } from "../core/error.ts";
import type { Example, Group } from "../data/example.ts";
import { roundLengthOf } from "../recipes/resolve/row-origin.ts";
import { RoundFolder, readRound } from "../runs/folder/round-folder.ts";
import { RunDemonstrations } from "../train/rounds/round-demonstrations.ts";
import {
	pairsOfSamples,
	withPreviousPairs,
} from "../train/rounds/round-pairs.ts";
import { type Round, roundOf } from "../train/rounds/rounds.ts";
import { plannedRows } from "../train/sources/planned.ts";
import type { OpenedRun } from "./open-run.ts";

/** Rows that a run learns from at one of its steps. */
export interface RowsAt {
	readonly groups: readonly Group[];
	/** What the reference of their round says of them; null if the reference is that of the whole run. */
	readonly scores: ReadonlyMap<Example, Float32Array> | null;
	/** Null if the run has no rounds. */
	readonly round: number | null;
}

/**
 * The rows from which a run learned in the step that led to a policy: of its data files, or the pairs of its round with
 * the scores of the policy at the start of the round, which the run keeps. Throws `recipe` for objectives whose rows are
 * groups of samples, and `data` if the round is gone.
 */
export async function rowsAt(run: OpenedRun, step: number): Promise<RowsAt> {
	const { objective, recipe, steps, train } = run.prepared;
	const length = roundLengthOf(recipe.objective);
	if (length === null)
		return { groups: [...new Set(train)], scores: null, round: null };
	const round = roundOf(Math.max(0, step - 1), steps, length);
	switch (objective.rows) {
		case "snapshot": {
			const rows = rowsOf(run, round);
			return kept(
				run,
				round,
				rows.map((row) => [row]),
			);
		}
		case "pairs":
			return kept(run, round, await pairsOf(run, round));
		default:
			throw new TemperError("recipe", {
				where: run.name,
				expected:
					"a run of an objective that learns from rows or pairs, which have weights",
				found: `${objective.name}, which learns from groups of samples by their rewards`,
				hint: `Look at samples and rewards: npx temper-lm rounds show ${run.name}`,
			});
	}
}

/** In the order in which the run kept their scores. */
function rowsOf({ prepared }: OpenedRun, { from, to }: Round): Example[] {
	const rows = new Set<Example>();
	for (let step = from; step < to; step++)
		for (const row of plannedRows(prepared, step, {}).microBatches.flat(2))
			rows.add(row);
	return [...rows];
}

async function pairsOf(
	{ path, prepared }: OpenedRun,
	{ number }: Round,
): Promise<Group[]> {
	const { recipe } = prepared;
	const { all } = new RunDemonstrations(prepared);
	const { samples } = await readRound(path, number);
	const fresh = pairsOfSamples(samples, all);
	const { objective, seed } = recipe;
	const mixes = "mixPrevious" in objective && objective.mixPrevious;
	if (!mixes || number === 1) return fresh;
	return withPreviousPairs(path, fresh, { number, seed }, all);
}

async function kept(
	{ path }: OpenedRun,
	{ number }: Round,
	groups: readonly Group[],
): Promise<RowsAt> {
	const rows = groups.flat();
	const folder = await RoundFolder.open(path, number, null);
	const scores = (await folder.readScores("start", rows.length)) ?? [];
	return {
		groups,
		scores: new Map(
			rows.map((row, i) => [row, scores[i] ?? new Float32Array()]),
		),
		round: number,
	};
}
