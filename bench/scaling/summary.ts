import type { Precision } from "../../src/nn/parameters.ts";
import { spread } from "../spread.ts";
import { pointKey, type Sweep } from "./points.ts";
import type { PointMeasurement } from "./program.ts";

/** Measurements of each point, by its key. */
export type Measured = Map<string, readonly PointMeasurement[]>;

/** Operations per second of a large product. */
export type Peaks = Readonly<Record<"float32" | "int8", number>>;

/** The median of a quantity over a point's rounds. */
export function medianOf(
	measurements: readonly PointMeasurement[],
	quantity: keyof PointMeasurement,
): number {
	return spread(measurements.map((one) => one[quantity])).median;
}

const header =
	"| precision | tokens/s (lowest to highest) | ms of processor time per token | peak memory, MB | GFLOP/s in products | share of the peak | others' share of the processors |";

function row(
	measurements: readonly PointMeasurement[],
	value: string,
	precision: Precision,
	peaks: Peaks,
): string {
	const speed = spread(measurements.map((one) => one.tokensPerSecond));
	const rate = medianOf(measurements, "operationsPerSecond");
	const peak = peaks[precision === "int8" ? "int8" : "float32"];
	const range =
		measurements.length === 1
			? ""
			: ` (${speed.min.toFixed(0)} to ${speed.max.toFixed(0)})`;
	const cells = [
		...[value, precision, `${speed.median.toFixed(0)}${range}`],
		medianOf(measurements, "cpuMsPerToken").toFixed(1),
		medianOf(measurements, "peakRssMb").toFixed(0),
		(rate / 1e9).toFixed(0),
		`${((100 * rate) / peak).toFixed(0)}%`,
		`${(100 * medianOf(measurements, "otherCpuShare")).toFixed(0)}%`,
	];
	return `| ${cells.join(" | ")} |`;
}

/** One Markdown table for each sweep. */
export function scalingTables(
	sweeps: readonly Sweep[],
	measured: Measured,
	peaks: Peaks,
): string {
	const gigaflops = (rate: number) => `${(rate / 1e9).toFixed(0)} GFLOP/s`;
	const tables = sweeps.map(({ varies, points, value }) =>
		[
			`| ${varies} ${header}`,
			"| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
			...points.map((point) =>
				row(
					measured.get(pointKey(point)) ?? [],
					value(point),
					point.precision,
					peaks,
				),
			),
		].join("\n"),
	);
	return `Peaks of a product: float32 ${gigaflops(peaks.float32)}, 8 bits ${gigaflops(peaks.int8)}.\n\n${tables.join("\n\n")}\n`;
}
