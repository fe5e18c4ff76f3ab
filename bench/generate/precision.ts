// What sampling in int8 changes: `npx tsx --conditions=source bench/generate/precision.ts MODEL_FOLDER ROWS.jsonl`.
import { readFileSync } from "node:fs";
import os from "node:os";
import { openGenerator } from "../../src/generate/open-generator.ts";
import { exponential } from "../../src/generate/sampling/exponential.ts";

const rowCount = 16;
const tokensOfRow = 96;

const [folder, file] = process.argv.slice(2);
if (!folder || !file)
	throw new Error("Name a model folder and a file of token rows.");
const rows = readFileSync(file, "utf8")
	.trimEnd()
	.split("\n")
	.map((line) => (JSON.parse(line) as { input_ids: number[] }).input_ids)
	.filter((ids) => ids.length > tokensOfRow)
	.slice(0, rowCount)
	.map((ids) => Int32Array.from(ids.slice(-tokensOfRow - 1)));

/** Log-probabilities [rows, V] after each token. */
async function* logProbs(
	precision: "float32" | "int8",
): AsyncGenerator<Float64Array[], void, undefined> {
	const threads = os.availableParallelism();
	const options = { device: "cpu", threads, precision } as const;
	const { base, dispose } = await openGenerator(folder!, null, options);
	base.reset(rows.length, tokensOfRow + 1);
	const V = base.vocabSize;
	let logits = await base.prefill(
		rows.map((ids, slot) => ({ slot, ids: ids.subarray(0, 1), cached: 0 })),
	);
	for (let t = 1; t < tokensOfRow; t++) {
		yield rows.map((_, b) => normalised(logits.subarray(b * V, (b + 1) * V)));
		logits = await base.step(Int32Array.from(rows, (ids) => ids[t]!));
	}
	await dispose();
}

function normalised(logits: Float32Array): Float64Array {
	const top = logits.reduce((a, b) => Math.max(a, b));
	const sum = logits.reduce((all, x) => all + exponential(x - top), 0);
	return Float64Array.from(logits, (x) => x - top - Math.log(sum));
}

let [count, kl, agree, change] = [0, 0, 0, 0];
const other = logProbs("int8");
let t = 0;
for await (const exact of logProbs("float32")) {
	t++;
	const found = (await other.next()).value as Float64Array[];
	for (const [b, p] of exact.entries()) {
		const q = found[b]!;
		kl += p.reduce((sum, x, v) => sum + exponential(x) * (x - q[v]!), 0);
		const likeliest = (row: Float64Array) =>
			row.indexOf(row.reduce((a, x) => Math.max(a, x)));
		agree += likeliest(p) === likeliest(q) ? 1 : 0;
		const next = rows[b]![t]!;
		change += Math.abs(p[next]! - q[next]!);
		count++;
	}
}
console.log(
	`int8 against float32 over ${count} tokens: KL ${(kl / count).toFixed(5)} nats a token, ` +
		`log-probability of the token that follows off by ${(change / count).toFixed(4)}, ` +
		`likeliest token the same for ${((100 * agree) / count).toFixed(1)}%`,
);
