import { TemperError } from "../../core/error.ts";
import type { Estimate } from "../../stats/estimate.ts";
import { wilson } from "../../stats/share.ts";
import type { TaskResult } from "../eval-result.ts";
import { evaluateTask } from "../evaluate-task.ts";
import { nobody, oracle } from "../function-responder.ts";
import type { Responder } from "../responder.ts";
import type { Task } from "./task.ts";

/** The scores of a responder that knows every answer and of one that knows none. */
export interface TaskCheck {
	readonly name: string;
	readonly version: string;
	readonly unit: string;
	readonly questions: number;
	readonly oracle: Estimate | null;
	readonly nobody: Estimate | null;
	readonly chance: number | null;
	/** Faults of the task, in sentences; empty if there are none. */
	readonly faults: readonly string[];
}

/** Differences below this are rounding. */
const least = 1e-9;

/**
 * Puts a task to a responder that knows every answer and to one that knows none: the first must get the full score,
 * the second exactly the chance score. Throws what `evaluateTask` throws.
 */
export async function checkTask(task: Task): Promise<TaskCheck> {
	const worst = await resultOf(nobody, task, null);
	// If answers are compared with the base's, the responder that knows nothing is the base.
	const best = await resultOf(oracle, task, worst);
	const { name, version, unit, questions, chance } = best;
	return {
		...{ name, version, unit, questions, chance },
		oracle: best.value,
		nobody: worst.value,
		faults: [
			...oracleFaults(best),
			...chanceFaults(worst),
			...placeFaults(best, task),
		],
	};
}

function oracleFaults({ items, better, value }: TaskResult): string[] {
	const untold = items.filter(({ expected }) => expected === null).length;
	const failed = items.find(({ score }) => score === null);
	const full = better === "lower" ? 0 : 1;
	const missed = items.find(
		({ score, expected }) =>
			expected !== null && score !== null && Math.abs(score - full) > least,
	);
	return [
		...(untold === 0
			? []
			: [`${untold} of ${items.length} rows show no answer to try.`]),
		...(failed === undefined ? [] : [`${failed.id}: ${failed.reason}`]),
		...(missed === undefined
			? []
			: [
					`${missed.id}: its own answer ${JSON.stringify(missed.expected?.slice(0, 80))} scores ${missed.score}, not ${full}.`,
				]),
		...(value === null ? ["No row could be scored."] : []),
	];
}

function chanceFaults({ value, chance }: TaskResult): string[] {
	if (chance === null)
		return [
			`The chance score is not known: set the score of an empty answer in the task (chance: ${value?.value ?? 0}).`,
		];
	if (value === null || Math.abs(value.value - chance) <= least) return [];
	return [
		`An empty answer scores ${value.value}, but the chance score is ${chance}.`,
	];
}

/** If letters are chosen, one of them must not be right much more often than the others. */
function placeFaults(
	{ items, chance }: TaskResult,
	{ scorer }: Task,
): string[] {
	if (scorer.kind !== "choice" || scorer.by !== "letter") return [];
	const counts = new Map<string, number>();
	for (const { expected } of items)
		if (expected !== null)
			counts.set(expected, (counts.get(expected) ?? 0) + 1);
	const n = items.length;
	return [...counts]
		.filter(([, count]) => wilson(count, n).low > (chance ?? 1))
		.map(
			([letter, count]) =>
				`${letter} is right in ${count} of ${n} rows, so an answer that is always ${letter} scores above chance. list: shuffled changes that.`,
		);
}

async function resultOf(
	responder: Responder,
	task: Task,
	base: TaskResult | null,
): Promise<TaskResult> {
	const options = { base, signal: null };
	for await (const event of evaluateTask(responder, task, options))
		if (event.kind === "result") return event.result;
	throw new TemperError("internal", {
		where: `check of task ${task.name}`,
		expected: "a result",
		found: "none",
	});
}
