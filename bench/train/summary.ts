import type { Disturbance } from "../quiet-turn.ts";
import { type Spread, spread } from "../spread.ts";
import { type Contender, contenderName, type RowSet } from "./cases.ts";
import { type Measurement, peakMbOf } from "./contract.ts";

/** One run of a contender. */
export type Turn = Measurement & Disturbance;

/** All rounds of one contender in one case. */
export interface Result {
	/** Of the case. */
	readonly name: string;
	readonly rows: RowSet;
	readonly full: boolean;
	readonly contender: Contender;
	/** Of the rounds that it took part in: the first ones. */
	readonly measurements: readonly Turn[];
	/** Why its last turn failed; null if none did. */
	readonly failure: string | null;
}

/** A result while its rounds are run. */
export interface OpenResult extends Result {
	readonly measurements: Turn[];
	failure: string | null;
}

const isTrl = ({ contender }: Result) => contender.side === "trl";

/** Who takes part in the next round: all that did not fail, but of TRL only the fastest of the first round. */
export function goingOn<R extends Result>(
	results: readonly R[],
	keep: number,
): R[] {
	const alive = results.filter(({ failure }) => failure === null);
	const first = (result: R) =>
		result.measurements[0]?.tokensPerSecond as number;
	const kept = alive
		.filter(isTrl)
		.toSorted((a, b) => first(b) - first(a))
		.slice(0, keep);
	return alive.filter((result) => !isTrl(result) || kept.includes(result));
}

function speed(result: Result): Spread {
	return spread(result.measurements.map((m) => m.tokensPerSecond));
}

function peakMb(result: Result): number {
	return spread(result.measurements.map(peakMbOf)).median;
}

/** Every contender, a row each; those that failed; Temper against TRL's best; the PyTorch engine against TRL with the same packing. */
export function markdown(results: readonly Result[]): string {
	const measured = results.filter(
		({ measurements }) => measurements.length > 0,
	);
	return [
		"| rows | training | contender | rounds | tokens/s, median (lowest to highest) | processor time of a token, ms | supervised tokens/s | peak memory, MB | used by others, ns between processors |",
		"| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
		...measured.map(contenderRow),
		...failures(results),
		...headToHead(measured),
		...likeWithLike(measured),
		"",
	].join("\n");
}

function contenderRow(result: Result): string {
	const { contender, measurements } = result;
	const supervised = spread(
		measurements.map((m) => m.supervisedTokensPerSecond),
	);
	const others = spread(measurements.map((m) => m.otherCpuShare));
	const trips = spread(measurements.map((m) => m.roundTripNs));
	const { median, min, max } = speed(result);
	return tableRow([
		...[result.rows, training(result), contenderName(contender)],
		`${measurements.length}`,
		`${median.toFixed(0)} (${min.toFixed(0)} to ${max.toFixed(0)})`,
		spread(measurements.map((m) => m.cpuMsPerToken)).median.toFixed(2),
		supervised.median.toFixed(0),
		peakMb(result).toFixed(0),
		`${(100 * others.max).toFixed(0)}%, ${trips.max.toFixed(0)} at most`,
	]);
}

function failures(results: readonly Result[]): string[] {
	const lines = results.flatMap(({ name, contender, failure }) =>
		failure === null
			? []
			: `- ${name}: ${contenderName(contender)}: ${failure}`,
	);
	return lines.length === 0 ? [] : ["", "Failed:", "", ...lines];
}

/** Contenders that differ by nothing but the program. */
function likeWithLike(results: readonly Result[]): string[] {
	const rows = results.flatMap((temper) => {
		const { side, packing } = temper.contender;
		if (side !== "temper-torch") return [];
		const trl = results.find(
			({ name, contender }) =>
				name === temper.name &&
				contender.side === "trl" &&
				contender.packing === packing,
		);
		if (!trl) return [];
		const speeds = ratios(temper, trl, (m) => m.tokensPerSecond);
		const costs = ratios(temper, trl, (m) => m.cpuMsPerToken);
		return tableRow([
			...[temper.rows, training(temper)],
			...[contenderName(trl.contender), contenderName(temper.contender)],
			...[words(speeds), words(costs)],
			(peakMb(temper) / peakMb(trl)).toFixed(2),
		]);
	});
	if (rows.length === 0) return [];
	return [
		"",
		"The same rows in a step on both sides, Temper / TRL, median (lowest to highest round):",
		"",
		"| rows | training | TRL | Temper | tokens/s | processor time of a token | peak memory |",
		"| --- | --- | --- | --- | --- | --- | --- |",
		...rows,
	];
}

/** Of each round of one contender to the same round of another. */
function ratios(
	one: Result,
	other: Result,
	value: (measurement: Measurement) => number,
): Spread {
	return spread(
		one.measurements.flatMap((m, round) => {
			const peer = other.measurements[round];
			return peer ? [value(m) / value(peer)] : [];
		}),
	);
}

const words = ({ median, min, max }: Spread) =>
	`${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`;

/** The turn in which TRL was fastest in a round, whichever way it was run. */
function bestOfRound(
	trl: readonly Result[],
	round: number,
): { readonly by: Result; readonly measured: Measurement } | undefined {
	return trl
		.flatMap((by) => {
			const measured = by.measurements[round];
			return measured ? [{ by, measured }] : [];
		})
		.toSorted(
			(a, b) => b.measured.tokensPerSecond - a.measured.tokensPerSecond,
		)[0];
}

/** Each of Temper's contenders against TRL's best, round by round. */
function againstTrl(temper: Result, trl: readonly Result[]): string[] {
	const rounds = temper.measurements.flatMap((measured, round) => {
		const best = bestOfRound(trl, round);
		return best ? [{ measured, best }] : [];
	});
	if (rounds.length === 0) return [];
	const speeds = rounds.map(
		({ measured, best }) =>
			measured.tokensPerSecond / best.measured.tokensPerSecond,
	);
	const memory = rounds.map(
		({ measured, best }) => peakMbOf(measured) / peakMbOf(best.measured),
	);
	const ways = new Set(
		rounds.map(({ best }) => contenderName(best.by.contender)),
	);
	return [
		tableRow([
			...[temper.rows, training(temper), contenderName(temper.contender)],
			[...ways].join("; "),
			...[words(spread(speeds)), words(spread(memory))],
		]),
	];
}

function headToHead(results: readonly Result[]): string[] {
	const rows = results
		.filter((result) => !isTrl(result))
		.flatMap((temper) =>
			againstTrl(
				temper,
				results.filter((one) => isTrl(one) && one.name === temper.name),
			),
		);
	if (rows.length === 0) return [];
	return [
		"",
		"Temper relative to TRL's best of each round, median (lowest to highest round):",
		"",
		"| rows | training | Temper | TRL's best | tokens/s | peak memory |",
		"| --- | --- | --- | --- | --- | --- |",
		...rows,
	];
}

function training(result: Result): string {
	return result.full ? "full" : "rank 8";
}

function tableRow(cells: readonly string[]): string {
	return `| ${cells.join(" | ")} |`;
}
