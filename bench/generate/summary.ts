import { type Spread, spread } from "../spread.ts";
import type { Contender, Measurement, ProgramOptions } from "./contract.ts";

/** All rounds of one contender with one set of options. */
export interface Result {
	readonly options: ProgramOptions;
	readonly contender: Contender;
	readonly measurements: readonly Measurement[];
}

function shown({ median, min, max }: Spread, digits: number): string {
	const [a, b, c] = [median, min, max].map((x) => x.toFixed(digits));
	return `${a} (${b} to ${c})`;
}

function speeds({ measurements }: Result): number[] {
	return measurements.map(({ tokensPerSecond }) => tokensPerSecond);
}

/** Every contender, a row each, and its ratio, round by round, to transformers' fastest with the same options. */
export function markdown(results: readonly Result[]): string {
	return [
		"| batch | samples of a prompt | program | precision | new tokens a row | tokens/s, median (min to max) | over transformers' fastest | peak memory, MB | processors used by others |",
		"| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
		...results.map((result) => row(result, results)),
		"",
	].join("\n");
}

function row(result: Result, results: readonly Result[]): string {
	const { options, contender, measurements } = result;
	const peers = results.filter(
		(other) =>
			other.options === options && other.contender.side === "transformers",
	);
	const fastest = peers.toSorted(
		(a, b) => spread(speeds(b)).median - spread(speeds(a)).median,
	)[0];
	const ratios = speeds(result).flatMap((speed, round) => {
		const other = fastest?.measurements[round];
		return other ? [speed / other.tokensPerSecond] : [];
	});
	const lengths = measurements.map(({ tokens, rows }) => tokens / rows);
	const others = measurements.map(({ otherCpuShare }) => otherCpuShare);
	const peaks = measurements.map(({ peakRssMb }) => peakRssMb);
	const cells = [
		`${options.batch}`,
		`${options.samples}`,
		contender.side,
		contender.precision,
		spread(lengths).median.toFixed(0),
		shown(spread(speeds(result)), 0),
		ratios.length > 0 ? shown(spread(ratios), 2) : "",
		spread(peaks).median.toFixed(0),
		`${(100 * spread(others).max).toFixed(0)}% at most`,
	];
	return `| ${cells.join(" | ")} |`;
}
