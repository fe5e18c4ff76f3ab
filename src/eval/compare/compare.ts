import { TemperError } from "../../core/error.ts";
import type { Estimate } from "../../stats/estimate.ts";
import { meanOverRuns } from "../../stats/over-runs.ts";
import { mcnemar } from "../../stats/paired/mcnemar.ts";
import {
	type PairedDifference,
	pairedDifference,
} from "../../stats/paired/paired-difference.ts";
import type { Unit } from "../../stats/unit.ts";
import type {
	Comparison,
	EvalResult,
	Flip,
	ItemResult,
	TaskComparison,
	TaskResult,
} from "../eval-result.ts";
import {
	byQuestion,
	type ScoredItem,
	scaleOfTask,
	unitOf,
	unitsOf,
} from "../task/question-units.ts";
import { compareConsistency } from "./consistency.ts";
import { isRight } from "./is-right.ts";
import { taskDifference } from "./task-difference.ts";

/** Flips of each direction that are kept as examples. */
const shownFlips = 20;

/**
 * Compares two evaluations of the same tasks, paired by item. Throws `data` if a task differs between the two,
 * or if they have no task in common.
 */
export function compare(base: EvalResult, tuned: EvalResult): Comparison {
	const before = new Map(base.tasks.map((task) => [task.name, task]));
	const tasks: TaskComparison[] = [];
	for (const task of tuned.tasks) {
		const other = before.get(task.name);
		if (other !== undefined) tasks.push(compareTask(other, task));
	}
	if (tasks.length > 0)
		return { base: base.subject.name, tuned: tuned.subject.name, tasks };
	throw new TemperError("data", {
		where: "comparison of two evaluations",
		expected: "at least one task that both have",
		found: "none",
	});
}

/** One task of two evaluations. Throws `data` if the tasks, or their rows, differ. */
export function compareTask(
	base: TaskResult,
	tuned: TaskResult,
): TaskComparison {
	requireSame(base, tuned);
	const { name, version, axis, unit, better, metric, deviation } = tuned;
	const pairs = pairItems(base.items, tuned.items);
	const [before, after] = [pairs.map(([b]) => b), pairs.map(([, t]) => t)];
	const scale = scaleOfTask(tuned);
	const meanOf = (items: readonly ItemResult[]) =>
		meanOverRuns([unitsOf(items, metric)], scale);
	const difference = taskDifference(base, [tuned]);
	const flips = metric === "accuracy" ? flipsOf(pairs) : noFlips;
	return {
		...{ name, version, axis, unit, better, deviation, ...flips },
		chance: tuned.chance,
		base: meanOf(before),
		tuned: meanOf(after),
		difference: plain(difference),
		noise: base.noise,
		questions: difference?.questions ?? 0,
		mcnemar: metric === "accuracy" ? changesOf(before, after) : null,
		consistency: compareConsistency(base, tuned),
		length: lengthDrift(base.items, tuned.items),
		unpaired: Math.max(base.items.length, tuned.items.length) - pairs.length,
	};
}

function plain(difference: PairedDifference | null): Estimate | null {
	if (difference === null) return null;
	const { value, low, high } = difference;
	return { value, low, high };
}

function requireSame(base: TaskResult, tuned: TaskResult): void {
	const hashes = (task: TaskResult) =>
		[task.hash, ...task.inputs.map(({ sha256 }) => sha256)].join();
	if (hashes(base) === hashes(tuned)) return;
	throw new TemperError("data", {
		where: `task ${tuned.name}`,
		expected: "the same task, rows and scorer in both evaluations",
		found: `version ${base.version} and version ${tuned.version}, or other files`,
		hint: "Evaluate both again.",
	});
}

type Pair = readonly [base: ScoredItem, tuned: ScoredItem];

/** Items that have a score in both, in the order of the tuned. */
function pairItems(
	base: readonly ItemResult[],
	tuned: readonly ItemResult[],
): Pair[] {
	const before = new Map(base.map((item) => [item.id, item]));
	return tuned.flatMap((item): Pair[] => {
		const other = before.get(item.id);
		return isScored(item) && other !== undefined && isScored(other)
			? [[other, item]]
			: [];
	});
}

function isScored(item: ItemResult): item is ScoredItem {
	return item.score !== null;
}

/** Over questions: one is right where most of its items are. */
function changesOf(
	before: readonly ScoredItem[],
	after: readonly ScoredItem[],
): TaskComparison["mcnemar"] {
	const right = (items: readonly ScoredItem[]) =>
		[...byQuestion(items).values()].map((group) =>
			isRight({ score: unitOf(group, "accuracy").sum }),
		);
	const [was, is] = [right(before), right(after)];
	const count = (from: boolean, to: boolean) =>
		was.filter((one, i) => one === from && is[i] === to).length;
	const rightToWrong = count(true, false);
	const wrongToRight = count(false, true);
	const p = mcnemar(rightToWrong, wrongToRight);
	return { rightToWrong, wrongToRight, p };
}

const noFlips = { rightToWrong: [], wrongToRight: [] };

function flipsOf(
	pairs: readonly Pair[],
): Pick<TaskComparison, "rightToWrong" | "wrongToRight"> {
	const flips = (was: boolean) =>
		pairs
			.filter(([b, t]) => isRight(b) === was && isRight(t) !== was)
			.slice(0, shownFlips)
			.map(
				([{ answer: base }, { id, prompt, expected, answer }]): Flip => ({
					...{ id, prompt, expected, base },
					tuned: answer,
				}),
			);
	return { rightToWrong: flips(true), wrongToRight: flips(false) };
}

/** Mean tokens of answers, tuned less base, over items that were answered in both. */
function lengthDrift(
	base: readonly ItemResult[],
	tuned: readonly ItemResult[],
): TaskComparison["length"] {
	const before = new Map(base.map(({ id, tokens }) => [id, tokens]));
	const was = new Map<string, Unit>();
	const is = new Map<string, Unit>();
	const add = (to: Map<string, Unit>, question: string, tokens: number) => {
		const { sum, weight } = to.get(question) ?? { sum: 0, weight: 0 };
		to.set(question, { sum: sum + tokens, weight: weight + 1 });
	};
	for (const { id, question, tokens } of tuned) {
		const earlier = before.get(id) ?? null;
		if (earlier === null || tokens === null) continue;
		add(was, question, earlier);
		add(is, question, tokens);
	}
	return plain(pairedDifference(was, [is], "open"));
}
