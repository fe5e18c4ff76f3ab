import { RandomStream } from "../../../core/random.ts";
import type { ItemResult, TaskResult } from "../../../eval/eval-result.ts";
import { itemOf, taskResultOf } from "../../../eval/testing/results.ts";

export interface AskedOnce {
	/** `#2`, `~2`, or nothing. */
	readonly asking?: string;
	/** Log-probabilities of the options in the order of the row. */
	readonly logProbs: readonly number[];
	readonly gold: number;
	readonly tokens?: readonly number[];
	readonly unconditional?: readonly number[];
	readonly listed?: readonly number[];
}

/** The item of a choice task for the row of a line. */
export function choiceItem(line: number, asked: AskedOnce): ItemResult {
	const { logProbs, gold, tokens, unconditional } = asked;
	const row = `rows.jsonl:${line}`;
	const top = Math.max(...logProbs);
	return itemOf(row, Number(logProbs.indexOf(top) === gold), {
		wording: `${row}${asked.asking ?? ""}`,
		options: {
			scores: logProbs.map((logProb, i) => ({
				logProb,
				tokens: tokens?.[i] ?? 1,
				unconditional: unconditional?.[i] ?? null,
			})),
			gold,
			listed: asked.listed ?? logProbs.map((_, i) => i),
		},
	});
}

export function choiceResult(items: readonly ItemResult[]): TaskResult {
	return taskResultOf(items, { name: "choices", scorer: "choice" });
}

/**
 * Four options of a model that knows the first `known` of its rows and guesses the others: scores are normal, and the right
 * option of a known row is `margin` nats likelier. `sharpness` multiplies all scores.
 */
export function simulatedResult(
	{
		rows,
		known,
		margin,
		sharpness = 1,
	}: Readonly<Record<string, number>> & {
		readonly rows: number;
		readonly known: number;
		readonly margin: number;
	},
	seed = 1,
): TaskResult {
	const stream = new RandomStream(seed, "simulated choices");
	return choiceResult(
		Array.from({ length: rows }, (_, i) => {
			const gold = stream.integer(4);
			const logProbs = Array.from({ length: 4 }, (_, option) => {
				const bonus = i < known && option === gold ? margin : 0;
				return sharpness * (stream.normal() + bonus);
			});
			return choiceItem(i + 1, { logProbs, gold });
		}),
	);
}
