import { TemperError } from "../../core/error.ts";
import type { ItemResult, TaskResult } from "../../eval/eval-result.ts";
import type { ScoredItem } from "../../eval/task/question-units.ts";
import { scaleOfTask, unitsOf } from "../../eval/task/question-units.ts";
import type { QuestionRole } from "../../eval/task/task.ts";
import { type Scale, scaleOf } from "../../stats/unit.ts";
import type { TaskDiagnosis } from "./diagnosis.ts";

/** One asking of a question, answered by the base and by the tuned model. */
export interface AskedPair {
	readonly id: string;
	readonly question: string;
	readonly base: ScoredItem;
	readonly tuned: ScoredItem;
}

/** A task that the base and the tuned model have in common. */
export interface TaskPair {
	readonly name: string;
	readonly role: QuestionRole;
	readonly base: TaskResult;
	readonly tuned: TaskResult;
	/** The base with examples in the prompt; null if it was not measured so. */
	readonly baseFewShot: TaskResult | null;
	readonly scale: Scale;
	/** Whether answers are right or wrong, so that questions can change from one to the other. */
	readonly countable: boolean;
	readonly items: readonly AskedPair[];
	readonly excluded: TaskDiagnosis["excluded"];
}

/** The results of the base: as users ask it, and with examples in the prompt, under the same names of tasks. */
export interface BaseTasks {
	readonly asked: readonly TaskResult[];
	readonly fewShot?: readonly TaskResult[];
}

/**
 * The role of a task: the one of its file, or else one by its axis, since target questions are of the taught domain, reworded
 * ones ask for what was taught, and what must stay is something else. Null for text that belongs to no question.
 */
export function roleOf({
	axis,
	role,
}: Pick<TaskResult, "axis" | "role">): QuestionRole | null {
	if (role) return role;
	switch (axis) {
		case "target":
			return "in-domain";
		case "wording":
			return "held-out";
		case "retention":
			return "out-of-domain";
		case "general":
			return null;
		default:
			return axis satisfies never;
	}
}

/**
 * Pairs the questions of all tasks that both have and that have a role. Throws `data` if a task or its rows differ, and if
 * no question was scored for both.
 */
export function pairTasks(
	base: BaseTasks,
	tuned: readonly TaskResult[],
): TaskPair[] {
	const pairs = tuned.flatMap((after) => {
		const role = roleOf(after);
		const before = base.asked.find(({ name }) => name === after.name);
		if (role === null || before === undefined) return [];
		requireSameRows(before, after);
		const items = pairItems(before, after);
		const scale = scaleOf(
			[before, after].map(({ items, metric }) => unitsOf(items, metric)),
			scaleOfTask(after),
		);
		const fewShot = base.fewShot?.find(({ name, inputs }) => {
			const sameRows = inputs[0]?.sha256 === after.inputs[0]?.sha256;
			return name === after.name && sameRows;
		});
		return [
			{
				...{ name: after.name, role, base: before, tuned: after, items },
				baseFewShot: fewShot ?? null,
				...{ scale, excluded: excludedFrom(before, after, items) },
				countable: after.metric === "accuracy" || scale === "share",
			},
		];
	});
	if (pairs.some(({ items }) => items.length > 0)) return pairs;
	throw new TemperError("data", {
		where: "diagnosis",
		expected: "questions that have a score for the base and the tuned model",
		found: pairs.length === 0 ? "no task that both were asked" : "none",
		hint: "Tasks of the axis general hold no questions. Name at least one task of another axis.",
	});
}

function requireSameRows(base: TaskResult, tuned: TaskResult): void {
	const hashes = ({ hash, inputs }: TaskResult) =>
		[hash, ...inputs.map(({ sha256 }) => sha256)].join();
	if (hashes(base) === hashes(tuned)) return;
	throw new TemperError("data", {
		where: `task ${tuned.name}`,
		expected: "the same task, rows and scorer for the base and the tuned model",
		found: `version ${base.version} and version ${tuned.version}, or other files`,
		hint: "Evaluate both again.",
	});
}

/** Items of equal ids that have a score in both and, if they are choices, equal numbers of options. */
function pairItems(base: TaskResult, tuned: TaskResult): AskedPair[] {
	const before = new Map(base.items.map((item) => [item.id, item]));
	return tuned.items.flatMap((item) => {
		const other = before.get(item.id);
		if (other === undefined || !isScored(other) || !isScored(item)) return [];
		if (optionsIn(other) !== optionsIn(item)) return [];
		const { id, question } = item;
		return [{ id, question, base: other, tuned: item }];
	});
}

function isScored(item: ItemResult): item is ScoredItem {
	return item.score !== null;
}

function optionsIn({ options }: ItemResult): number {
	return options?.scores.length ?? 0;
}

/** Questions of which no asking could be paired, by the reason of their first. */
function excludedFrom(
	base: TaskResult,
	tuned: TaskResult,
	items: readonly AskedPair[],
): TaskDiagnosis["excluded"] {
	const paired = new Set(items.map(({ question }) => question));
	const before = new Map(base.items.map((item) => [item.id, item]));
	const after = new Map(tuned.items.map((item) => [item.id, item]));
	const reasons = new Map<string, string>();
	for (const { id, question } of [...base.items, ...tuned.items])
		if (!paired.has(question) && !reasons.has(question))
			reasons.set(question, whyUnpaired(before.get(id), after.get(id)));
	const counts = new Map<string, number>();
	for (const reason of reasons.values())
		counts.set(reason, (counts.get(reason) ?? 0) + 1);
	return [...counts].map(([reason, questions]) => ({ reason, questions }));
}

function whyUnpaired(
	base: ItemResult | undefined,
	tuned: ItemResult | undefined,
): string {
	if (base === undefined) return "the base was not asked it";
	if (tuned === undefined) return "the tuned model was not asked it";
	if (base.score === null)
		return `no score for the base: ${base.reason ?? "unknown"}`;
	if (tuned.score === null)
		return `no score for the tuned model: ${tuned.reason ?? "unknown"}`;
	return "the base and the tuned model were given different options";
}
