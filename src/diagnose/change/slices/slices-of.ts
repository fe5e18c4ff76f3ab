import { unitsOf } from "../../../eval/task/question-units.ts";
import { holm } from "../../../stats/correction.ts";
import type { Units } from "../../../stats/unit.ts";
import type { Contrast } from "../../contrast.ts";
import { contrastOf } from "../../contrast-of.ts";
import type { ChangeSlice } from "../diagnosis.ts";
import { rowOf } from "../option-distribution.ts";
import type { TaskPair } from "../pair-tasks.ts";
import { permutationTest } from "./permutation-test.ts";
import { type Cell, valueSets } from "./value-sets.ts";

/** Columns of the rows of a task, each with its value by row, `file:line`. */
export type TaskColumns = ReadonlyMap<string, ReadonlyMap<string, Cell>>;

/** Questions on each side below which a difference is not tested. */
export const leastQuestions = 10;

/**
 * The change of the score by the values of columns, with the p-value of its difference from the other questions of the task,
 * corrected by Holm for all slices that are tested. `columns` by the name of the task.
 */
export function slicesOf(
	pairs: readonly TaskPair[],
	columns: ReadonlyMap<string, TaskColumns>,
): ChangeSlice[] {
	const slices = pairs.flatMap((pair) =>
		[...(columns.get(pair.name) ?? [])].flatMap(([column, values]) =>
			slicesBy(pair, column, values),
		),
	);
	const tested = slices.filter(({ p }) => p !== null);
	const corrected = holm(tested.map(({ p }) => p as number));
	const byslice = new Map(
		tested.map((one, i) => [one, corrected[i] as number]),
	);
	return slices.map((one) => ({ ...one, p: byslice.get(one) ?? null }));
}

function slicesBy(
	pair: TaskPair,
	column: string,
	cells: ReadonlyMap<string, Cell>,
): ChangeSlice[] {
	const { name: task, items, scale, base } = pair;
	const own = new Map<string, Cell>();
	for (const item of items) {
		const cell = cells.get(rowOf(item.base));
		if (cell !== undefined && !own.has(item.question))
			own.set(item.question, cell);
	}
	const units = (side: "base" | "tuned") =>
		unitsOf(
			items.map((item) => item[side]),
			base.metric,
		);
	const [before, after] = [units("base"), units("tuned")];
	return valueSets(own).flatMap(({ value, questions }) => {
		const part = (all: Units) =>
			new Map([...all].filter(([question]) => questions.has(question)));
		const score: Contrast | null = contrastOf(part(before), part(after), scale);
		const p = testAgainstOthers(
			before,
			after,
			questions,
			`${task}/${column}/${value}`,
		);
		return score === null ? [] : [{ task, column, value, score, p }];
	});
}

function testAgainstOthers(
	before: Units,
	after: Units,
	questions: ReadonlySet<string>,
	name: string,
): number | null {
	const inside: number[] = [];
	const outside: number[] = [];
	for (const [question, was] of before) {
		const is = after.get(question);
		if (is === undefined) continue;
		const change = is.sum / is.weight - was.sum / was.weight;
		(questions.has(question) ? inside : outside).push(change);
	}
	const enough = Math.min(inside.length, outside.length) >= leastQuestions;
	return enough ? permutationTest(inside, outside, name) : null;
}
