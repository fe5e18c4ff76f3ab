import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { TemperError } from "../core/error.ts";
import { RandomStream } from "../core/random.ts";
import { importGguf } from "./gguf/import-gguf.ts";
import { readAdapter } from "./peft/read-adapter.ts";
import { writeAdapter } from "./peft/write-adapter.ts";
import { readParquet } from "./rows/parquet.ts";
import { readRows } from "./rows/read-rows.ts";
import { openSafetensors } from "./safetensors/safetensors.ts";
import { readIntegers, readTensor } from "./safetensors/tensor-data.ts";
import { writeSafetensors } from "./safetensors/write-safetensors.ts";

const fixtures = join(import.meta.dirname, "../../test/fixtures/formats");
// Hundreds of small files, each flushed to disk: slow where others keep the disk busy.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "temper-corrupt-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** One damaged copy: a few bytes changed, a number made huge, a piece cut out, doubled, or the end cut off. */
function damage(bytes: Uint8Array, stream: RandomStream): Buffer {
	const copy = Buffer.from(bytes);
	// Headers are where damage does most: every second hit lands in the first kilobyte.
	const reach =
		stream.integer(2) === 0 ? Math.min(1024, copy.length) : copy.length;
	const at = stream.integer(reach);
	const length = 1 + stream.integer(Math.min(64, copy.length - at));
	switch (stream.integer(6)) {
		case 0:
			copy[at] = stream.integer(256);
			return copy;
		case 1:
			copy[at] = (copy[at] as number) ^ (1 << stream.integer(8));
			return copy;
		case 2:
			return copy.fill(stream.integer(2) * 0xff, at, at + Math.min(length, 8));
		case 3:
			return Buffer.concat([copy.subarray(0, at), copy.subarray(at + length)]);
		case 4:
			return Buffer.concat([copy.subarray(0, at + length), copy.subarray(at)]);
		default:
			return copy.subarray(0, at);
	}
}

const slowest = 30_000;
const mostMemory = 400 << 20;

/** Reads damaged copies; every outcome must be success or a TemperError for the user. Returns how many were refused. */
async function ordeal(
	name: string,
	bytes: Uint8Array,
	rounds: number,
	read: (path: string) => Promise<unknown>,
): Promise<number> {
	const stream = new RandomStream(20261122, name);
	const path = join(folder, name);
	const before = process.memoryUsage().rss;
	let refused = 0;
	for (let round = 0; round < rounds; round++) {
		await writeFile(path, damage(bytes, stream));
		const began = performance.now();
		const error = await read(path).then(
			() => null,
			(caught: unknown) => caught,
		);
		expect(performance.now() - began).toBeLessThan(slowest);
		if (error === null) continue;
		refused++;
		if (!(error instanceof TemperError)) throw error;
		expect(["weights", "data"]).toContain(error.code);
		expect(error.message.length).toBeLessThan(1500);
	}
	expect(process.memoryUsage().rss - before).toBeLessThan(mostMemory);
	return refused;
}

async function readAllRows(path: string): Promise<void> {
	for await (const row of readRows(path)) expect(row.line).toBeGreaterThan(0);
}

it("safetensors", async () => {
	const path = join(folder, "whole.safetensors");
	const values = Float32Array.from({ length: 64 }, (_, i) => i / 7);
	await writeSafetensors(path, [
		{ name: "a", dtype: "F32", shape: [8, 8], read: () => values },
		{ name: "b", dtype: "BF16", shape: [64], read: () => values },
		{ name: "c", dtype: "F16", shape: [4, 16], read: () => values },
		{ name: "d", dtype: "I64", shape: [4], read: () => new Uint8Array(32) },
	]);
	const read = async (damaged: string) => {
		const { tensors } = await openSafetensors(damaged);
		for (const tensor of tensors.values()) {
			const real = /F/.test(tensor.dtype);
			await (real ? readTensor(tensor) : readIntegers(tensor));
		}
	};
	const bytes = await readFile(path);
	expect(await ordeal("x.safetensors", bytes, 300, read)).toBeGreaterThan(100);
});

it("GGUF", async () => {
	const bytes = await readFile(join(fixtures, "tiny-llama.gguf"));
	const out = join(folder, "out");
	const read = async (path: string) => {
		await importGguf(path, out, { dtype: "float32" });
		await rm(out, { recursive: true });
	};
	expect(await ordeal("x.gguf", bytes, 150, read)).toBeGreaterThan(50);
});

it("adapters", async () => {
	const whole = join(folder, "adapter");
	const factors = {
		inFeatures: 4,
		outFeatures: 4,
		a: new Float32Array(8),
		b: new Float32Array(8),
	};
	await writeAdapter(whole, {
		rank: 2,
		alpha: 4,
		dropout: 0,
		rslora: false,
		fanInFanOut: false,
		targets: null,
		base: null,
		modules: new Map([["model.layers.0.self_attn.q_proj", factors]]),
	});
	const names = ["adapter_config.json", "adapter_model.safetensors"];
	for (const name of names) {
		const bytes = await readFile(join(whole, name));
		const read = () => readAdapter(whole);
		const refused = await ordeal(join("adapter", name), bytes, 200, read);
		expect(refused).toBeGreaterThan(80);
		await writeFile(join(whole, name), bytes);
	}
});

const rows = Array.from({ length: 30 }, (_, i) => ({
	messages: [
		{ role: "user", content: `Größe ${i}? "quoted" \\ 🙂` },
		{ role: "assistant", content: "x".repeat(i) },
	],
	n: i / 3,
}));

it.each([
	["x.jsonl", rows.map((row) => JSON.stringify(row)).join("\n")],
	["x.json", JSON.stringify(rows, null, 1)],
	["x.csv", `a,b\n${rows.map((row) => `"${row.n}","é, ""q"""`).join("\n")}`],
])("%s", async (name, text) => {
	const refused = await ordeal(name, Buffer.from(text), 200, readAllRows);
	expect(refused).toBeGreaterThan(50);
});

it("Parquet", async () => {
	const bytes = await readFile(join(fixtures, "rows-zstd.parquet"));
	const read = async (path: string) => {
		for await (const row of readParquet(path, 20_000))
			expect(row.line).toBeGreaterThan(0);
	};
	expect(await ordeal("x.parquet", bytes, 6, read)).toBeGreaterThan(1);
});

it("Parquet whose decoding has no end", async () => {
	const path = join(folder, "endless.parquet");
	const bytes = await readFile(join(fixtures, "rows-snappy.parquet"));
	// Turns the header of a bit-packed run into one of a negative length.
	bytes[947] = 3;
	await writeFile(path, bytes);
	const rows = readParquet(path, 2_000)[Symbol.asyncIterator]();
	await expect(rows.next()).rejects.toThrow("was not read within 2 seconds");
});
