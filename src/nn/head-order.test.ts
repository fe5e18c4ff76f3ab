import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gradients } from "../grad/gradients.ts";
import type { Value } from "../graph/graph.ts";
import { Ops } from "../graph/ops.ts";
import { OnnxSession } from "../runtime/onnx-session.ts";
import { tokenKl, tokenLogProbs, tokenTopEntropy } from "./head.ts";

const [entries, words, width, chunks] = [40, 50, 4, 4];

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "temper-order-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface ProfiledEvent {
	readonly cat: string;
	readonly name: string;
	readonly ts: number;
	readonly args: { readonly op_name: string };
}

/** Runs a training step of the loss and returns the kinds of its nodes, in the order in which they ran. */
async function order(
	name: string,
	lossOf: (ops: Ops, hidden: Value, head: Value) => Value,
): Promise<string[]> {
	const ops = new Ops();
	const x = ops.input("x", ["S", width]);
	const weight = ops.input("weight", [width, width]);
	const head = ops.input("head", [words, width]);
	const loss = lossOf(ops, ops.matmul(x, weight), head);
	const [grad] = gradients(ops, loss, [weight]);
	ops.output("loss", loss);
	ops.output("grad", grad as Value);
	const session = await OnnxSession.create(ops.graph(), {
		device: "cpu",
		threads: 1,
		profile: join(folder, name),
	});
	const floats = (...dims: number[]) => {
		const size = dims.reduce((product, dim) => product * dim, 1);
		const data = Float32Array.from({ length: size }, (_, i) => Math.sin(i));
		return { data, dims };
	};
	await session.run({
		x: floats(entries, width),
		weight: floats(width, width),
		head: floats(words, width),
		base: floats(entries, width),
		targets: { data: new Int32Array(entries), dims: [entries] },
	});
	session.endProfiling();
	await session.dispose();
	const file = readdirSync(folder).find((one) => one.startsWith(name)) ?? "";
	const events: ProfiledEvent[] = JSON.parse(
		readFileSync(join(folder, file), "utf8"),
	);
	return events
		.filter(({ cat, name }) => cat === "Node" && name.endsWith("_kernel_time"))
		.sort((a, b) => a.ts - b.ts)
		.map(({ args }) => args.op_name);
}

/** Only these kinds, in their order. */
const only = (kinds: readonly string[], ...wanted: string[]) =>
	kinds.filter((kind) => wanted.includes(kind));

/** The two readers of each chunk's logits, of which either may be the first. */
function expectChunkByChunk(kinds: readonly string[]): void {
	const readers = only(kinds, "Softmax", "GatherElements");
	expect(readers).toHaveLength(2 * chunks);
	for (let i = 0; i < readers.length; i += 2)
		expect(new Set(readers.slice(i, i + 2)).size).toBe(2);
}

const repeat = <T>(times: number, ...items: T[]) =>
	Array.from({ length: times }, () => items).flat();

const logProbOf = (ops: Ops, hidden: Value, head: Value) =>
	tokenLogProbs(ops, hidden, head, ops.input("targets", ["S"], "int32"), chunks)
		.logProb;

// The last reader of a chunk's logits runs before the next chunk has any: else the logits of all of them are kept.
test("log-probabilities: one chunk after the other", async () => {
	const kinds = await order("plain", (ops, hidden, head) =>
		ops.sum(logProbOf(ops, hidden, head)),
	);
	expectChunkByChunk(kinds);
});

test("with the entropy of the likeliest words", async () => {
	const kinds = await order("entropy", (ops, hidden, head) => {
		const entropy = tokenTopEntropy(ops, hidden, head, { chunks, k: 5 });
		const weight = ops.stopGradient(entropy);
		return ops.sum(ops.mul(logProbOf(ops, hidden, head), weight));
	});
	expect(only(kinds, "TopK", "LogSoftmax")).toEqual(
		repeat(chunks, "TopK", "LogSoftmax"),
	);
	expectChunkByChunk(kinds);
});

test("the KL and its gradient", async () => {
	const kinds = await order("kl", (ops, hidden, head) => {
		const base = { hidden: ops.input("base", ["S", width]), head };
		return ops.sum(tokenKl(ops, base, { hidden, head }, chunks));
	});
	// Two distributions, then all that is read of them in one tensor; at last the chunks are joined.
	expect(only(kinds, "Softmax", "Concat")).toEqual([
		...repeat(chunks, "Softmax", "Softmax", "Concat"),
		"Concat",
	]);
});
