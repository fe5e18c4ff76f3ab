// Where a step's time goes: npm run bench:profile -- MODEL_FOLDER ROWS.jsonl [float32|mixed|int8]
// One thread, and of each node the shortest of several runs: what others do on the machine counts as little as it can.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Ops } from "../../src/graph/ops.ts";
import type { Precision } from "../../src/nn/parameters.ts";
import { OnnxSession } from "../../src/runtime/onnx-session.ts";
import { placesOf } from "./places.ts";
import { openStep, openWorkload } from "./workload.ts";

const steps = 6;

interface TraceEvent {
	readonly cat: string;
	readonly name: string;
	readonly dur: number;
	readonly args?: { readonly op_name?: string };
}

interface NodeTime {
	readonly kind: string;
	/** Name of the node: the operation of the graph, a colon, and what the lowering calls it. */
	readonly name: string;
	readonly ms: number;
}

/** The shortest time of each node. */
function readTrace(prefix: string): NodeTime[] {
	const folder = path.dirname(prefix);
	const name = readdirSync(folder).find((file) =>
		file.startsWith(path.basename(prefix)),
	);
	if (!name) throw new Error(`no profile at ${prefix}`);
	const file = path.join(folder, name);
	const events = JSON.parse(readFileSync(file, "utf8")) as TraceEvent[];
	rmSync(file);
	const suffix = "_kernel_time";
	const nodes = new Map<string, NodeTime>();
	for (const { cat, name: label, dur, args } of events) {
		if (cat !== "Node" || !label.endsWith(suffix) || !args?.op_name) continue;
		const name = label.slice(0, -suffix.length);
		const known = nodes.get(name)?.ms ?? Number.POSITIVE_INFINITY;
		const ms = Math.min(dur / 1000, known);
		nodes.set(name, { kind: args.op_name, name, ms });
	}
	return [...nodes.values()];
}

/** Sums by a key, the largest first. */
function sums(
	nodes: readonly NodeTime[],
	key: (node: NodeTime) => string,
): [string, number][] {
	const totals = new Map<string, number>();
	for (const node of nodes)
		totals.set(key(node), (totals.get(key(node)) ?? 0) + node.ms);
	return [...totals].sort((a, b) => b[1] - a[1]);
}

/** The largest rate of a float32 product of two big matrices that the machine showed, in operations a second. */
async function productPeak(): Promise<number> {
	const [m, k, n] = [1024, 2048, 2048];
	const ops = new Ops();
	const out = ops.matmul(ops.input("a", [m, k]), ops.input("b", [k, n]));
	ops.output("out", out);
	const session = await OnnxSession.create(ops.graph(), {
		device: "cpu",
		threads: 1,
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

const [folder, rows, precision = "int8"] = process.argv.slice(2);
if (!folder || !rows)
	throw new Error("Name a model folder and a file of token rows.");
const peak = await productPeak();
const prefix = path.join(tmpdir(), `temper-profile-${process.pid}`);
const step = await openStep(
	await openWorkload(folder, rows),
	precision as Precision,
	{ profile: prefix, threads: 1 },
);
for (let i = 0; i < steps; i++) await step.session.run(step.feeds);
step.session.endProfiling();
const nodes = readTrace(prefix);
const total = nodes.reduce((sum, { ms }) => sum + ms, 0);
const rate = step.operations / (total / 1000);
console.log(
	`${precision}, ${step.tokens} tokens, ${total.toFixed(0)} ms, ${((1000 * step.tokens) / total).toFixed(0)} tokens/s`,
);
console.log(
	`${(rate / 1e9).toFixed(0)} GFLOP/s in products, ${((100 * rate) / peak).toFixed(0)}% of the ${(peak / 1e9).toFixed(0)} GFLOP/s that a float32 product reaches here`,
);

const share = (ms: number) => `${((100 * ms) / total).toFixed(1)}%`;
console.log("\n| node | ms | share |\n| --- | --- | --- |");
for (const [kind, ms] of sums(nodes, ({ kind }) => kind).slice(0, 20))
	console.log(`| \`${kind}\` | ${ms.toFixed(0)} | ${share(ms)} |`);

const places = placesOf(step.graph);
const placeOf = ({ name }: NodeTime) =>
	places.get(name.slice(0, name.lastIndexOf(":"))) ?? "other";
console.log("\n| part of the step | ms | share | nodes |");
console.log("| --- | --- | --- | --- |");
for (const [place, ms] of sums(nodes, placeOf)) {
	const inside = sums(
		nodes.filter((node) => placeOf(node) === place),
		({ kind }) => kind,
	);
	const kinds = inside
		.slice(0, 6)
		.map(([kind, ms]) => `\`${kind}\` ${ms.toFixed(0)}`);
	console.log(
		`| ${place} | ${ms.toFixed(0)} | ${share(ms)} | ${kinds.join(", ")} |`,
	);
}
