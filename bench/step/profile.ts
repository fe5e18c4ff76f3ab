// Where a step's time goes: npm run bench:profile -- MODEL_FOLDER ROWS.jsonl [float32|mixed|int8]
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Ops } from "../../src/graph/ops.ts";
import type { Precision } from "../../src/nn/parameters.ts";
import { OnnxSession } from "../../src/runtime/onnx-session.ts";
import { openStep, openWorkload } from "./workload.ts";

const steps = 5;

interface TraceEvent {
	readonly cat: string;
	readonly name: string;
	readonly ts: number;
	readonly dur: number;
	readonly args?: { readonly op_name?: string };
}

/** Milliseconds by kind of node in the last run, and of the whole run. */
function readTrace(prefix: string): {
	total: number;
	byKind: Map<string, number>;
} {
	const folder = path.dirname(prefix);
	const name = readdirSync(folder).find((file) =>
		file.startsWith(path.basename(prefix)),
	);
	if (!name) throw new Error(`no profile at ${prefix}`);
	const file = path.join(folder, name);
	const events = JSON.parse(readFileSync(file, "utf8")) as TraceEvent[];
	rmSync(file);
	const run = events
		.filter((event) => event.name === "model_run")
		.at(-1) as TraceEvent;
	const byKind = new Map<string, number>();
	for (const { cat, name: label, ts, dur, args } of events) {
		if (cat !== "Node" || !label.endsWith("_kernel_time") || !args?.op_name)
			continue;
		if (ts < run.ts || ts > run.ts + run.dur) continue;
		byKind.set(args.op_name, (byKind.get(args.op_name) ?? 0) + dur / 1000);
	}
	return { total: run.dur / 1000, byKind };
}

/** The largest rate of a float32 product of two big matrices that the machine showed, in operations a second. */
async function productPeak(): Promise<number> {
	const [m, k, n] = [1024, 2048, 2048];
	const ops = new Ops();
	const out = ops.matmul(ops.input("a", [m, k]), ops.input("b", [k, n]));
	ops.output("out", out);
	const session = await OnnxSession.create(ops.graph(), {
		device: "cpu",
		threads: 2,
	});
	const feeds = {
		a: { data: new Float32Array(m * k).fill(0.5), dims: [m, k] },
		b: { data: new Float32Array(k * n).fill(0.5), dims: [k, n] },
	};
	let best = Number.POSITIVE_INFINITY;
	for (let i = 0; i < 20; i++) {
		const began = performance.now();
		await session.run(feeds);
		best = Math.min(best, (performance.now() - began) / 1000);
	}
	await session.dispose();
	return (2 * m * k * n) / best;
}

const [folder, rows, precision = "mixed"] = process.argv.slice(2);
if (!folder || !rows)
	throw new Error("Name a model folder and a file of token rows.");
const peak = await productPeak();
const prefix = path.join(tmpdir(), `temper-profile-${process.pid}`);
const step = await openStep(
	await openWorkload(folder, rows),
	precision as Precision,
	{ profile: prefix },
);
for (let i = 0; i < steps; i++) await step.session.run(step.feeds);
step.session.endProfiling();
const { total, byKind } = readTrace(prefix);
const rate = step.operations / (total / 1000);
console.log(
	`${precision}, ${step.tokens} tokens, ${total.toFixed(0)} ms, ${((1000 * step.tokens) / total).toFixed(0)} tokens/s`,
);
console.log(
	`${(rate / 1e9).toFixed(0)} GFLOP/s in products, ${((100 * rate) / peak).toFixed(0)}% of the ${(peak / 1e9).toFixed(0)} GFLOP/s that a float32 product reaches here`,
);
console.log("\n| node | ms | share |\n| --- | --- | --- |");
for (const [kind, ms] of [...byKind].sort((a, b) => b[1] - a[1]).slice(0, 16))
	console.log(
		`| ${kind} | ${ms.toFixed(0)} | ${((100 * ms) / total).toFixed(1)}% |`,
	);
