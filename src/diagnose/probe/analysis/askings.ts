import { TemperError } from "../../../core/error.ts";
import type {
	ItemResult,
	OptionScore,
	ScoredOptions,
	TaskResult,
} from "../../../eval/eval-result.ts";
import type { ProbeMethod } from "../probe-result.ts";
import { withoutPositionBias } from "./position-bias.ts";
import type { Asking, RowAskings } from "./row-askings.ts";

/**
 * Results of choice tasks over the same rows. Each list holds one result per draw of examples; a list is empty if options
 * were not compared in that way.
 */
export interface ProbeResults {
	readonly letter: readonly TaskResult[];
	readonly likelihood: readonly TaskResult[];
}

/** `file:line` of the row of an item, without the numbers of its wording and of the order of its options. */
export function rowOf({ wording }: Pick<ItemResult, "wording">): string {
	return /^.*:\d+/.exec(wording)?.[0] ?? wording;
}

const scoreBy: Readonly<
	Record<ProbeMethod, (score: OptionScore) => number | null>
> = {
	letter: ({ logProb }) => logProb,
	raw: ({ logProb }) => logProb,
	tokens: ({ logProb, tokens }) => logProb / tokens,
	unconditional: ({ logProb, unconditional }) =>
		unconditional === null ? null : logProb - unconditional,
};

function scoresBy(
	method: ProbeMethod,
	{ scores }: ScoredOptions,
): readonly number[] | null {
	const values = scores.map(scoreBy[method]);
	const known = values.filter((value) => value !== null);
	return known.length === values.length && known.every(Number.isFinite)
		? known
		: null;
}

function optionsOf(item: ItemResult, task: TaskResult): ScoredOptions | null {
	if (item.score === null) return null;
	if (item.options !== undefined) return item.options;
	throw new TemperError("data", {
		where: `task ${task.name}, ${item.id}`,
		expected: "a choice with the log-probability of every option",
		found: `a result of the scorer ${task.scorer} without them`,
		hint: "Measure the model again in a task with scorer: choice.",
	});
}

/**
 * What each row was asked and how likely its options are by a method; rows that could not be scored are left out. Throws
 * `data` for results that do not record the scores of options.
 */
export function askingsOf(
	results: readonly TaskResult[],
	method: ProbeMethod,
): Map<string, RowAskings> {
	const rows = new Map<string, RowAskings & { askings: Asking[] }>();
	for (const task of results)
		for (const item of task.items) {
			const options = optionsOf(item, task);
			const scores = options && scoresBy(method, options);
			if (options === null || scores === null) continue;
			const id = rowOf(item);
			const { gold, listed } = options;
			const choice = scores.indexOf(Math.max(...scores));
			const wording = item.wording.replace(/~\d+$/, "");
			const asking = { wording, scores, choice, listed };
			const row = rows.get(id);
			if (row) row.askings.push(asking);
			else
				rows.set(id, { id, question: item.question, gold, askings: [asking] });
		}
	return method === "letter" ? withoutPositionBias(rows) : rows;
}
