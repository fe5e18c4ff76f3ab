import { supervisedCount } from "../../data/example.ts";
import type { MicroBatchResult } from "../../engine/step.ts";
import type { Monitors, Spread } from "../../runs/events.ts";
import { mean } from "../../stats/mean.ts";

/** What a step reports in addition to its loss: the same for every objective, so that objectives can be compared. */
export interface StepSummary {
	/** Plain negative log-likelihood of answers to be learned, nats per token; null if no tokens were scored. */
	readonly nll: number | null;
	readonly tokens: number;
	readonly supervisedTokens: number;
	readonly monitors: Monitors | null;
	/** Means over tokens of the objective's own metrics. */
	readonly own: Readonly<Record<string, number>>;
}

/** Metrics that have a place of their own among the monitors. */
const placed = ["tokenWeight", "rowWeight", "chosenReward", "rejectedReward"];

/** Sums over the micro-batches of one optimizer step. */
export function summarise(results: readonly MicroBatchResult[]): StepSummary {
	const scored = results.some(({ outputs }) => outputs.logProb !== undefined);
	return {
		nll: scored ? likedNll(results) : null,
		tokens: results.reduce((sum, { tokens }) => sum + tokens, 0),
		supervisedTokens: results.reduce(
			(sum, { supervised }) => sum + supervised,
			0,
		),
		monitors: scored ? tokenMonitors(results) : null,
		own: ownMetrics(results),
	};
}

function tokenMonitors(results: readonly MicroBatchResult[]): Monitors {
	const probabilities = gather(results, "logProb").map(Math.exp);
	const share = (test: (p: number) => boolean) =>
		probabilities.filter(test).length / probabilities.length;
	const weights = gather(results, "metric.tokenWeight");
	const moves = results.flatMap(rowMoves);
	return {
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
	};
}

const sum = (values: readonly number[]) => values.reduce((s, x) => s + x, 0);
const average = (values: readonly number[]) => sum(values) / values.length;

/** An output [S] of all micro-batches, blank entries left out. */
function gather(results: readonly MicroBatchResult[], name: string): number[] {
	return results.flatMap(({ outputs, supervised }) => [
		...(outputs[name]?.subarray(0, supervised) ?? []),
	]);
}

/** NLL of the tokens of liked answers. */
function likedNll(results: readonly MicroBatchResult[]): number | null {
	const liked = results.flatMap((result) =>
		tokensByRow(result, result.outputs.logProb ?? []).filter(
			(_, row) => result.rows[row]?.liked,
		),
	);
	const value = mean(liked.flat());
	return value === null ? null : -value;
}

/** Values of supervised tokens by the row they belong to. */
export function tokensByRow(
	{ rows }: Pick<MicroBatchResult, "rows">,
	values: ArrayLike<number>,
): number[][] {
	let at = 0;
	return rows.map((row) =>
		Array.from({ length: supervisedCount(row) }, () => values[at++] as number),
	);
}

function ownMetrics(
	results: readonly MicroBatchResult[],
): Record<string, number> {
	const own: Record<string, number> = {};
	for (const key of Object.keys(results[0]?.outputs ?? {})) {
		const name = /^metric\.(.+)$/.exec(key)?.[1];
		if (name !== undefined && !placed.includes(name))
			own[name] = average(gather(results, key));
	}
	return own;
}

/** Kish's effective sample size of the token weights: (sum w)^2 / sum w^2. */
function effective(weights: readonly number[]): number | null {
	if (weights.length === 0) return null;
	const squares = sum(weights.map((w) => w * w));
	return squares > 0 ? sum(weights) ** 2 / squares : 0;
}

function rowWeights({ outputs }: MicroBatchResult): number[] {
	return [...(outputs["metric.rowWeight"] ?? [])];
}

function spread(values: readonly number[]): Spread | null {
	if (values.length === 0) return null;
	return {
		mean: average(values),
		min: Math.min(...values),
		max: Math.max(...values),
	};
}

/** Delta and m of each answer that is to be learned. */
function rowMoves(result: MicroBatchResult) {
	const { rows, outputs, reference } = result;
	if (!reference) return [];
	const gains = Array.from(
		reference,
		(value, s) => (outputs.logProb?.[s] as number) - value,
	);
	return tokensByRow(result, gains)
		.filter((_, row) => rows[row]?.liked)
		.map((gain) => ({ delta: sum(gain), tokens: gain.length }));
}

function endOfTurn(results: readonly MicroBatchResult[]): number | null {
	return mean(
		results.flatMap(({ outputs, ends }) =>
			[...(outputs.logProb ?? [])]
				.filter((_, i) => ends[i] === 1)
				.map(Math.exp),
		),
	);
}
