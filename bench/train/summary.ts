import { type Spread, spread } from "../spread.ts";
import type { Contender, RowSet } from "./cases.ts";
import type { Measurement } from "./contract.ts";

/** All rounds of one contender in one case. */
export interface Result {
	/** Of the case. */
	readonly name: string;
	readonly rows: RowSet;
	readonly full: boolean;
	readonly contender: Contender;
	readonly measurements: readonly Measurement[];
}

function speed(result: Result): Spread {
	return spread(result.measurements.map((m) => m.tokensPerSecond));
}

function peakMb(result: Result): number {
	return spread(result.measurements.map((m) => m.peakRssMb)).median;
}

function fastest(results: readonly Result[]): Result | undefined {
	return results.toSorted((a, b) => speed(b).median - speed(a).median)[0];
}

/** Every contender, a row each, then the fastest of each side against each other, and the PyTorch engine against TRL with the same packing. */
export function markdown(results: readonly Result[]): string {
	return [
		"| rows | training | packing | program | precision | batch | tokens/s, median (min to max) | processor time of a token, ms | supervised tokens/s | peak memory, MB | processors used by others |",
		"| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
		...results.map(contenderRow),
		"",
		"The fastest of each side, over packing and precision:",
		"",
		"| rows | training | TRL's fastest | Temper's fastest | tokens/s, Temper / TRL | lowest to highest round | peak memory, Temper / TRL |",
		"| --- | --- | --- | --- | --- | --- | --- |",
		...headToHead(results),
		...likeWithLike(results),
		"",
	].join("\n");
}

function contenderRow(result: Result): string {
	const { contender, measurements } = result;
	const { median, min, max } = speed(result);
	const supervised = spread(
		measurements.map((m) => m.supervisedTokensPerSecond),
	);
	const others = spread(measurements.map((m) => m.otherCpuShare));
	return tableRow([
		result.rows,
		training(result),
		contender.packing ? `${contender.maxLength}` : "off",
		contender.side,
		contender.precision,
		`${contender.batch}`,
		`${median.toFixed(0)} (${min.toFixed(0)} to ${max.toFixed(0)})`,
		spread(measurements.map((m) => m.cpuMsPerToken)).median.toFixed(2),
		supervised.median.toFixed(0),
		peakMb(result).toFixed(0),
		`${(100 * others.max).toFixed(0)}% at most`,
	]);
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
			...[temper.rows, training(temper), variant(trl), variant(temper)],
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

function headToHead(results: readonly Result[]): string[] {
	return [...new Set(results.map((r) => r.name))].flatMap((name) => {
		const group = results.filter((r) => r.name === name);
		const trl = fastest(group.filter((r) => r.contender.side === "trl"));
		const temper = fastest(group.filter((r) => r.contender.side !== "trl"));
		if (!trl || !temper) return [];
		const speeds = ratios(temper, trl, (m) => m.tokensPerSecond);
		const { median, min, max } = speeds;
		return tableRow([
			trl.rows,
			training(trl),
			variant(trl),
			variant(temper),
			median.toFixed(2),
			`${min.toFixed(2)} to ${max.toFixed(2)}`,
			(peakMb(temper) / peakMb(trl)).toFixed(2),
		]);
	});
}

function training(result: Result): string {
	return result.full ? "full" : "rank 8";
}

function variant({ contender }: Result): string {
	const engine = contender.side === "temper-torch" ? "PyTorch, " : "";
	return `${engine}${contender.precision}, ${contender.packing ? `packed to ${contender.maxLength}` : `batch ${contender.batch}`}`;
}

function tableRow(cells: readonly string[]): string {
	return `| ${cells.join(" | ")} |`;
}
