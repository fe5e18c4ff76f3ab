import { supervisedCount } from "../data/example.ts";
import type { Monitors, Spread } from "../runs/events.ts";
import { mean } from "./estimate.ts";
import type { MicroBatchResult } from "./stepper.ts";

/** What a step says beside its loss: the same for every objective, so that objectives can be compared. */
export interface StepSummary {
	/** Plain negative log-likelihood, nats per supervised token. */
	readonly nll: number;
	readonly tokens: number;
	readonly supervisedTokens: number;
	readonly monitors: Monitors;
}

/** Sums over the micro-batches of one optimizer step. */
export function summarise(results: readonly MicroBatchResult[]): StepSummary {
	const logProbs = gather(results, "logProb");
	const probabilities = logProbs.map((value) => Math.exp(value));
	const count = logProbs.length;
	const share = (test: (p: number) => boolean) =>
		probabilities.filter(test).length / count;
	const weights = gather(results, "metric.tokenWeight");
	const moves = results.flatMap(rowMoves);
	return {
		nll: -average(logProbs),
		tokens: results.reduce((sum, { packed }) => sum + packed.tokens, 0),
		supervisedTokens: count,
		monitors: {
			meanP: average(probabilities),
			shareBelow01: share((p) => p < 0.1),
			shareAbove09: share((p) => p > 0.9),
			effectiveTokens: effective(weights),
			a: spread(results.flatMap(rowWeights)),
			deltaPerToken:
				moves.length === 0
					? null
					: sum(moves.map(({ delta }) => delta)) /
						sum(moves.map(({ tokens }) => tokens)),
			mTheta: mean(moves.map(({ delta, tokens }) => delta / tokens)),
			entropy: average(gather(results, "entropy")),
			top1: average(gather(results, "top1")),
			endOfTurnP: endOfTurn(results),
		},
	};
}

const sum = (values: readonly number[]) => values.reduce((s, x) => s + x, 0);
const average = (values: readonly number[]) => sum(values) / values.length;

/** An output [S] of all micro-batches, blank entries left out. */
function gather(results: readonly MicroBatchResult[], name: string): number[] {
	return results.flatMap(({ outputs, packed }) => [
		...(outputs[name]?.data.subarray(0, packed.supervised) ?? []),
	]);
}

/** Kish's effective sample size of the token weights: (sum w)^2 / sum w^2. */
function effective(weights: readonly number[]): number {
	const squares = sum(weights.map((w) => w * w));
	return squares > 0 ? sum(weights) ** 2 / squares : 0;
}

function rowWeights({ outputs }: MicroBatchResult): number[] {
	return [...(outputs["metric.rowWeight"]?.data ?? [])];
}

function spread(values: readonly number[]): Spread | null {
	if (values.length === 0) return null;
	return {
		mean: average(values),
		min: Math.min(...values),
		max: Math.max(...values),
	};
}

/** Delta and m of each row. */
function rowMoves({ rows, outputs, reference }: MicroBatchResult) {
	if (!reference) return [];
	const logProb = outputs.logProb?.data as Float32Array;
	let at = 0;
	return rows.map((row) => {
		const tokens = supervisedCount(row);
		let delta = 0;
		for (const end = at + tokens; at < end; at++)
			delta += (logProb[at] as number) - (reference[at] as number);
		return { delta, tokens };
	});
}

function endOfTurn(results: readonly MicroBatchResult[]): number | null {
	return mean(
		results.flatMap(({ outputs, packed }) => {
			const ends = packed.buffers.ends?.data as Float32Array;
			const logProb = outputs.logProb?.data as Float32Array;
			return [...logProb]
				.filter((_, i) => ends[i] === 1)
				.map((value) => Math.exp(value));
		}),
	);
}
