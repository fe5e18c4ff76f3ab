// Compares a trained adapter and its merged export with PEFT and transformers: npm run parity:adapter -- RUN_FOLDER ...
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { exportMerged } from "../../src/formats/export-merged.ts";
import { openModelFiles } from "../../src/formats/model-files.ts";
import { readAdapter } from "../../src/formats/peft/read-adapter.ts";
import { openSafetensors } from "../../src/formats/safetensors/safetensors.ts";
import { readTensor } from "../../src/formats/safetensors/tensor-data.ts";
import { readManifest } from "../../src/runs/folder/run-manifest.ts";
import type { EncodedRow } from "../../src/text/encoded-row.ts";
import { openTokenizer } from "../../src/text/tokenizer/open-tokenizer.ts";
import { openModel } from "../conformance/temper-model.ts";
import { peerProgram, runProgram, venvPython } from "../setup/python.ts";
import { setupPeers } from "../setup/setup.ts";

/** Largest difference of any logit. */
const tolerance = 1e-3;

const texts = [
	"Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May.",
	"The capital of France is Paris, and the capital of Italy is Rome.",
	"def fibonacci(n):\n    if n < 2:\n        return n\n    return fibonacci(n - 1) + fibonacci(n - 2)",
];

async function compare(run: string): Promise<boolean> {
	const { recipe } = await readManifest(run);
	const base = String((recipe as { model?: unknown }).model);
	const adapter = path.join(run, "adapter");
	const scratch = mkdtempSync(path.join(tmpdir(), "temper-parity-"));
	try {
		const merged = path.join(scratch, "merged");
		await exportMerged(
			await openModelFiles(base),
			{ kind: "adapter", adapter: await readAdapter(adapter) },
			merged,
		);
		const tokenizer = await openTokenizer(base);
		const rows = texts.map((text): EncodedRow => {
			const ids = tokenizer.encode(text, { addSpecial: false });
			return { ids, mask: new Uint8Array(ids.length).fill(1, 1) };
		});
		const theirs = await askPeft(scratch, { base, adapter, merged }, rows);
		const ours = {
			base: await (await openModel(base)).logits(rows),
			adapter: await (await openModel(base, adapter)).logits(rows),
			merged: await (await openModel(merged)).logits(rows),
		};
		const gaps = {
			"adapter in PEFT": gap(ours.adapter, theirs("adapter")),
			"merged export in transformers": gap(ours.merged, theirs("merged")),
			"merged export against adapter": gap(ours.merged, ours.adapter),
		};
		console.log(`${run}: largest difference of a logit`);
		for (const [name, value] of Object.entries(gaps))
			console.log(
				`  ${value < tolerance ? "ok" : "MISMATCH"}  ${name} ${value.toExponential(1)}`,
			);
		const moved = gap(ours.adapter, ours.base);
		console.log(
			`      the adapter moved a logit by up to ${moved.toPrecision(3)}`,
		);
		return Object.values(gaps).every((value) => value < tolerance);
	} finally {
		rmSync(scratch, { recursive: true });
	}
}

type Logits = readonly Float32Array[];

async function askPeft(
	scratch: string,
	folders: { base: string; adapter: string; merged: string },
	rows: readonly EncodedRow[],
): Promise<(name: string) => Logits> {
	const tokens = path.join(scratch, "tokens.jsonl");
	const out = path.join(scratch, "logits.safetensors");
	const lines = rows.map(({ ids }) => JSON.stringify({ input_ids: [...ids] }));
	writeFileSync(tokens, `${lines.join("\n")}\n`);
	runProgram(venvPython, [
		peerProgram("peft_check.py"),
		...Object.entries(folders).flatMap(([name, folder]) => [
			`--${name}`,
			folder,
		]),
		...["--tokens", tokens, "--limit", String(rows.length), "--out", out],
	]);
	const { tensors } = await openSafetensors(out);
	const all = new Map<string, Float32Array>();
	for (const [name, tensor] of tensors) all.set(name, await readTensor(tensor));
	return (name) => rows.map((_, i) => all.get(`${name}.${i}`) as Float32Array);
}

function gap(left: Logits, right: Logits): number {
	let most = 0;
	left.forEach((row, i) => {
		row.forEach((value, k) => {
			most = Math.max(most, Math.abs(value - (right[i]?.[k] ?? Number.NaN)));
		});
	});
	return most;
}

setupPeers();
const runs = process.argv.slice(2);
if (runs.length === 0)
	throw new Error("Name run folders with an adapter in them.");
let fine = true;
for (const run of runs) fine = (await compare(run)) && fine;
process.exitCode = fine ? 0 : 1;
