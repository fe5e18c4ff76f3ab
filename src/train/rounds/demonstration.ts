import type { Example, Group } from "../../data/example.ts";
import { textOf } from "../../policy/model-text.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";

/** One answer of a row, and all that precedes it. */
export interface Demonstration {
	/** Unique in a run: `file:line`, and which turn it is if the row teaches several. */
	readonly id: string;
	/** `file:line` */
	readonly row: string;
	/** Which of the row's taught turns it is, from 1; null if the row teaches one. */
	readonly turn: number | null;
	readonly prompt: Int32Array;
	/** Tokens of the answer, the one that ends the turn included; none if the row is a prompt alone. */
	readonly answer: Int32Array;
}

/** Names a turn of a row, as `Demonstration.id` does. */
export function demonstrationId(row: string, turn: number | null): string {
	return turn === null ? row : `${row}, turn ${turn}`;
}

/**
 * The taught turns of rows, each with all tokens before it as its prompt, by row. Turns are numbered among all that bear
 * the row's name, by the length of their prompts: a row may be there more than once, or in parts.
 */
export function demonstrationsOf(
	groups: readonly Group[],
): ReadonlyMap<Example, readonly Demonstration[]> {
	const rows = [...new Set(groups.map((group) => group[0] as Example))];
	const starts = new Map<string, Set<number>>();
	for (const row of rows) {
		const known = starts.get(row.id) ?? new Set();
		for (const { from } of turnsOf(row)) known.add(from);
		starts.set(row.id, known);
	}
	return new Map(
		rows.map((row) => {
			const order = [...(starts.get(row.id) ?? [])].sort((a, b) => a - b);
			const made = turnsOf(row).map(({ from, to }): Demonstration => {
				const turn = order.length > 1 ? order.indexOf(from) + 1 : null;
				return {
					id: demonstrationId(row.id, turn),
					...{ row: row.id, turn },
					prompt: row.ids.subarray(0, from),
					answer: row.ids.subarray(from, to),
				};
			});
			return [row, made];
		}),
	);
}

/** Where the supervised turns of a row begin and end. */
function turnsOf({ ids, mask, promptAlone }: Example) {
	if (promptAlone) return [{ from: ids.length, to: ids.length }];
	const turns: { from: number; to: number }[] = [];
	for (let from = mask.indexOf(1); from >= 0; from = mask.indexOf(1, from)) {
		let to = from;
		while (mask[to] === 1) to++;
		turns.push({ from, to });
		from = to;
	}
	return turns;
}

/** The answer as text; null if there is none. */
export function answerText(
	{ answer }: Demonstration,
	tokenizer: Tokenizer,
): string | null {
	return answer.length === 0 ? null : textOf(tokenizer, answer);
}
