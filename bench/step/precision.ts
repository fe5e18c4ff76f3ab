// How far each precision's gradients lie from float32's: npm run bench:precision -- MODEL_FOLDER ROWS.jsonl

import type { Buffer } from "../../src/graph/session.ts";
import type { Precision } from "../../src/nn/parameters.ts";
import { openStep, openWorkload, type Workload } from "./workload.ts";

interface Outcome {
	readonly nll: number;
	readonly logProb: Float32Array;
	/** All gradients, one after the other. */
	readonly gradient: Float64Array;
	/** Seconds of the fastest of a few runs. */
	readonly seconds: number;
}

async function outcome(
	workload: Workload,
	precision: Precision,
): Promise<Outcome> {
	const { session, feeds } = await openStep(workload, precision);
	let seconds = Number.POSITIVE_INFINITY;
	let out: Record<string, Buffer> = {};
	for (let i = 0; i < 4; i++) {
		const began = performance.now();
		out = await session.run(feeds);
		seconds = Math.min(seconds, (performance.now() - began) / 1000);
	}
	await session.dispose();
	const grads = Object.keys(out)
		.filter((name) => name.startsWith("grad."))
		.sort();
	const gradient = Float64Array.from(
		grads.flatMap((name) => [...(out[name]?.data ?? [])]),
	);
	const nll = (out.loss?.data[0] as number) / (out.weight?.data[0] as number);
	return { nll, logProb: out.logProb?.data as Float32Array, gradient, seconds };
}

const norm = (x: Float64Array) =>
	Math.sqrt(x.reduce((sum, v) => sum + v * v, 0));

const [folder, rows] = process.argv.slice(2);
if (!folder || !rows)
	throw new Error("Name a model folder and a file of token rows.");
const workload = await openWorkload(folder, rows);
const exact = await outcome(workload, "float32");
console.log(
	"| precision | nll | mean change of a log-probability | gradient error | cosine | time over float32's |",
);
console.log("| --- | --- | --- | --- | --- | --- |");
for (const precision of ["float32", "mixed", "int8"] as const) {
	const found =
		precision === "float32" ? exact : await outcome(workload, precision);
	const off = found.gradient.map((v, i) => v - (exact.gradient[i] as number));
	const dot = found.gradient.reduce(
		(sum, v, i) => sum + v * (exact.gradient[i] as number),
		0,
	);
	const cosine = dot / (norm(found.gradient) * norm(exact.gradient));
	const change =
		found.logProb.reduce(
			(sum, v, i) => sum + Math.abs(v - (exact.logProb[i] as number)),
			0,
		) / found.logProb.length;
	console.log(
		`| ${precision} | ${found.nll.toFixed(4)} | ${change.toPrecision(2)} | ${((100 * norm(off)) / norm(exact.gradient)).toFixed(2)}% | ${cosine.toFixed(5)} | ${(found.seconds / exact.seconds).toFixed(2)} |`,
	);
}
