import type { ItemResult, TaskResult } from "../../../eval/eval-result.ts";
import type { SideBySide } from "../pilot-result.ts";

/** Questions of each outcome that are shown. */
const each = 4;

/** Who answered a task, and what. */
export interface Answers {
	/** `base`, or the arm's name. */
	readonly by: string;
	readonly task: TaskResult;
}

type Outcome = "won" | "lost" | "same";

/**
 * Some questions with what the base and every arm answered: as many as can be that the leading arm won, lost and left as
 * they were, spread over the task. Of tasks without answers none.
 */
export function sideBySide(
	base: Answers,
	arms: readonly Answers[],
	leading: string,
): SideBySide[] {
	const first = arms.find(({ by }) => by === leading);
	if (first === undefined) return [];
	const before = byId(base.task);
	const picked = new Map<Outcome, ItemResult[]>();
	for (const item of first.task.items) {
		const outcome = outcomeOf(before.get(item.id), item, base.task.better);
		if (outcome === null) continue;
		picked.set(outcome, [...(picked.get(outcome) ?? []), item]);
	}
	const kinds: readonly Outcome[] = ["won", "lost", "same"];
	const all = [base, ...arms].map((one) => ({
		by: one.by,
		items: byId(one.task),
	}));
	return kinds
		.flatMap((kind) => spread(picked.get(kind) ?? [], each))
		.map(({ id, prompt, expected }) => ({
			task: base.task.name,
			prompt,
			expected,
			answers: all.flatMap(({ by, items }) => {
				const item = items.get(id);
				if (item === undefined) return [];
				const { answer, score } = item;
				return [{ by, text: answer ?? "", score }];
			}),
		}));
}

function byId({ items }: TaskResult): ReadonlyMap<string, ItemResult> {
	return new Map(items.map((item) => [item.id, item]));
}

function outcomeOf(
	base: ItemResult | undefined,
	item: ItemResult,
	better: TaskResult["better"],
): Outcome | null {
	if (base === undefined || item.answer === null) return null;
	if (base.score === null || item.score === null) return null;
	const change =
		better === "higher" ? item.score - base.score : base.score - item.score;
	return change > 0 ? "won" : change < 0 ? "lost" : "same";
}

/** At most so many, evenly over the list. */
function spread<T>(list: readonly T[], most: number): T[] {
	if (list.length <= most) return [...list];
	return Array.from(
		{ length: most },
		(_, i) => list[Math.floor((i * list.length) / most)] as T,
	);
}
