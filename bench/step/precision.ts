// What each precision changes and what it saves: npm run bench:precision -- MODEL_FOLDER ROWS.jsonl [--rounds N] [--kl ROWS]
// Steps run alternately on one thread, in processor time: two threads wait for each other by spinning, and count that as work.
import { parseArgs } from "node:util";
import type { Buffer } from "../../src/graph/session.ts";
import { isRounded, type Precision } from "../../src/nn/parameters.ts";
import { roundingKl } from "../../src/policy/rounding.ts";
import { spread } from "../spread.ts";
import {
	type OpenStep,
	openRows,
	openStep,
	openWorkload,
	type Workload,
} from "./workload.ts";

const precisions = ["float32", "mixed", "int8", "int4"] as const;

interface Outcome {
	readonly nll: number;
	readonly logProb: Float32Array;
	/** All gradients, one after the other. */
	readonly gradient: Float64Array;
}

function outcomeOf(out: Readonly<Record<string, Buffer>>): Outcome {
	const grads = Object.keys(out)
		.filter((name) => name.startsWith("grad."))
		.sort();
	const gradient = Float64Array.from(
		grads.flatMap((name) => [...(out[name]?.data ?? [])]),
	);
	const nll = (out.loss?.data[0] as number) / (out.weight?.data[0] as number);
	return { nll, logProb: out.logProb?.data as Float32Array, gradient };
}

const processorSeconds = () => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
};

interface Measured extends Outcome {
	/** Processor time of each round after the first, which warms up. */
	readonly seconds: readonly number[];
}

/** Runs one step of each precision after the other, round after round. */
async function measure(
	workload: Workload,
	rounds: number,
): Promise<Record<Precision, Measured>> {
	const steps = {} as Record<Precision, OpenStep>;
	for (const precision of precisions)
		steps[precision] = await openStep(workload, precision, { threads: 1 });
	const seconds = byPrecision((): number[] => []);
	const outcomes = {} as Record<Precision, Outcome>;
	for (let round = 0; round <= rounds; round++)
		for (const precision of precisions) {
			const { session, feeds } = steps[precision];
			const began = processorSeconds();
			const out = await session.run(feeds);
			if (round > 0) seconds[precision].push(processorSeconds() - began);
			else outcomes[precision] = outcomeOf(out);
		}
	for (const { session } of Object.values(steps)) await session.dispose();
	const measured = (precision: Precision) => ({
		...outcomes[precision],
		seconds: seconds[precision],
	});
	return byPrecision(measured);
}

function byPrecision<T>(of: (precision: Precision) => T): Record<Precision, T> {
	const entries = precisions.map((precision) => [precision, of(precision)]);
	return Object.fromEntries(entries) as Record<Precision, T>;
}

const norm = (x: Float64Array) =>
	Math.sqrt(x.reduce((sum, v) => sum + v * v, 0));

/** Relative distance and cosine of two gradients. */
function distance(found: Float64Array, exact: Float64Array) {
	const off = found.map((v, i) => v - (exact[i] as number));
	const dot = found.reduce((sum, v, i) => sum + v * (exact[i] as number), 0);
	return {
		error: norm(off) / norm(exact),
		cosine: dot / (norm(found) * norm(exact)),
	};
}

/** The median of the rounds' ratios, with the lowest and the highest. */
function ratios(of: readonly number[], to: readonly number[]): string {
	const each = of.map((x, i) => x / (to[i] as number));
	const { median, min, max } = spread(each);
	return `${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`;
}

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		rounds: { type: "string", default: "3" },
		kl: { type: "string", default: "12" },
	},
});
const [folder, file] = positionals;
if (!folder || !file)
	throw new Error("Name a model folder and a file of token rows.");
const workload = await openWorkload(folder, file);
const rows = openRows(file).slice(0, Number(values.kl));
const klOf = async (precision: Precision) => {
	const device = { device: "cpu", threads: 1 } as const;
	const kl = await roundingKl(workload.model, rows, precision, device);
	const all = kl.flatMap((part) => [...part]);
	return all.reduce((sum, x) => sum + x, 0) / all.length;
};
const found = await measure(workload, Number(values.rounds));
const { float32: exact } = found;
console.log(
	"| precision | nll | KL from float32, nats per token | mean change of a log-probability | gradient error | cosine | processor seconds of a step | over float32's |",
);
console.log("| --- | --- | --- | --- | --- | --- | --- | --- |");
for (const precision of precisions) {
	const { nll, logProb, gradient, seconds } = found[precision];
	const { error, cosine } = distance(gradient, exact.gradient);
	const change =
		logProb.reduce(
			(sum, v, i) => sum + Math.abs(v - (exact.logProb[i] as number)),
			0,
		) / logProb.length;
	const kl = isRounded(precision)
		? (await klOf(precision)).toPrecision(3)
		: "0, by construction";
	console.log(
		`| ${precision} | ${nll.toFixed(4)} | ${kl} | ${change.toPrecision(2)} | ${(100 * error).toFixed(2)}% | ${cosine.toFixed(5)} | ${spread(seconds).median.toFixed(2)} | ${ratios(seconds, exact.seconds)} |`,
	);
}
