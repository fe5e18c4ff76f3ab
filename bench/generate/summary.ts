import type { Disturbance } from "../quiet-turn.ts";
import { type Spread, spread } from "../spread.ts";
import type { Contender, Measurement, ProgramOptions } from "./contract.ts";

/** All rounds of one contender with one set of options. */
/** One run of a contender. */
export type Turn = Measurement & Disturbance;

export interface Result {
	readonly options: ProgramOptions;
	readonly contender: Contender;
	readonly measurements: readonly Turn[];
}

function shown({ median, min, max }: Spread, digits: number): string {
	const [a, b, c] = [median, min, max].map((x) => x.toFixed(digits));
	return `${a} (${b} to ${c})`;
}

function speeds({ measurements }: Result): number[] {
	return measurements.map(({ tokensPerSecond }) => tokensPerSecond);
}

/** Programs that others are compared with, each at its fastest precision. */
const peers = ["transformers", "llama.cpp"] as const;

/** Every contender, a row each, and its ratios, round by round, to the fastest precision of each peer with the same options. */
export function markdown(results: readonly Result[]): string {
	return [
		`| batch | samples of a prompt | decoding | program | precision | new tokens a row | tokens/s, median (min to max) | ${peers.map((side) => `over ${side}'s fastest`).join(" | ")} | peak memory, MB | used by others, ns between processors |`,
		`| ${Array(9 + peers.length)
			.fill("---")
			.join(" | ")} |`,
		...results.map((result) => row(result, results)),
		"",
	].join("\n");
}

/** Ratios of speeds in the rounds that both ran. */
function ratiosTo(
	side: (typeof peers)[number],
	result: Result,
	results: readonly Result[],
): number[] {
	const fastest = results
		.filter(
			({ options, contender }) =>
				options === result.options && contender.side === side,
		)
		.toSorted((a, b) => spread(speeds(b)).median - spread(speeds(a)).median)[0];
	return speeds(result).flatMap((speed, round) => {
		const other = fastest?.measurements[round];
		return other ? [speed / other.tokensPerSecond] : [];
	});
}

function row(result: Result, results: readonly Result[]): string {
	const { options, contender, measurements } = result;
	const lengths = measurements.map(({ tokens, rows }) => tokens / rows);
	const others = measurements.map(({ otherCpuShare }) => otherCpuShare);
	const trips = measurements.map(({ roundTripNs }) => roundTripNs);
	const peaks = measurements.map(({ peakRssMb }) => peakRssMb);
	const cells = [
		`${options.batch}`,
		`${options.samples}`,
		options.decoding,
		contender.side,
		contender.precision,
		spread(lengths).median.toFixed(0),
		shown(spread(speeds(result)), 0),
		...peers.map((side) => {
			const ratios = ratiosTo(side, result, results);
			return ratios.length > 0 ? shown(spread(ratios), 2) : "";
		}),
		spread(peaks).median.toFixed(0),
		`${(100 * spread(others).max).toFixed(0)}%, ${spread(trips).max.toFixed(0)} at most`,
	];
	return `| ${cells.join(" | ")} |`;
}
