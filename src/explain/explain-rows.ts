import { showRow } from "../data/check/show-row.ts";
import { mean } from "../stats/mean.ts";
import type { Tokenizer } from "../text/tokenizer/tokenizer.ts";
import type { ExplainedRow, Order } from "./explanation.ts";
import type { WeighedAnswer } from "./weigh-answers.ts";

/** How answers of a run are told apart. */
export type Sides = "pairs" | "labels" | "answers";

/** A weighed answer for people. `reference`: log-probabilities that Delta is measured from, by supervised token. */
export function explainRow(
	answer: WeighedAnswer,
	reference: ArrayLike<number>,
	tokenizer: Tokenizer,
	sides: Sides,
): ExplainedRow {
	const { example, weights, logProb, tokenWeights, rowWeight, reward } = answer;
	const gains = Array.from(logProb, (x, t) => x - (reference[t] ?? x));
	const pieces = showRow(example, tokenizer);
	let next = 0;
	return {
		row: example.id,
		side: sideOf(example.liked, sides),
		length: weights.length,
		weight: average(weights),
		tokenWeight: tokenWeights && average(tokenWeights),
		...{ rowWeight, reward },
		moved: mean(gains) ?? 0,
		nll: -average(logProb),
		tokens: pieces.map((piece) => {
			if (piece.kind === "masked")
				return { ...piece, weight: null, logProb: null, gain: null };
			const t = next++;
			return {
				...piece,
				weight: weights[t] ?? 0,
				logProb: logProb[t] ?? 0,
				gain: gains[t] ?? 0,
			};
		}),
	};
}

function average(values: Float32Array): number {
	return mean([...values]) ?? 0;
}

function sideOf(liked: boolean, sides: Sides): ExplainedRow["side"] {
	switch (sides) {
		case "pairs":
			return liked ? "chosen" : "rejected";
		case "labels":
			return liked ? "desirable" : "undesirable";
		case "answers":
			return null;
		default:
			return sides satisfies never;
	}
}

const keys: Readonly<Record<Order, (row: ExplainedRow) => number>> = {
	moved: ({ moved }) => -Math.abs(moved),
	damped: ({ weight }) => Math.abs(weight),
	pushed: ({ weight }) => -Math.abs(weight),
};

/** The first rows in an order; equal ones as the run reads them. */
export function firstRows(
	rows: readonly ExplainedRow[],
	order: Order,
	count: number,
): ExplainedRow[] {
	const key = keys[order];
	return rows.toSorted((a, b) => key(a) - key(b)).slice(0, count);
}
