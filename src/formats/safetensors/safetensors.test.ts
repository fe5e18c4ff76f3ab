import {
	mkdtemp,
	open,
	readdir,
	readFile,
	rm,
	writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StoredTensor } from "../../core/dtype.ts";
import { TemperError } from "../../core/error.ts";
import { openSafetensors } from "./safetensors.ts";
import { readIntegers, readTensor, readTensorChunks } from "./tensor-data.ts";
import { writeSafetensors } from "./write-safetensors.ts";

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "temper-safetensors-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A file of a header, given as an object or a text, and so many bytes of data. */
function fileOf(header: unknown, data: Uint8Array | number): Uint8Array {
	const text = typeof header === "string" ? header : JSON.stringify(header);
	const json = Buffer.from(text);
	const bytes = typeof data === "number" ? new Uint8Array(data) : data;
	const size = Buffer.alloc(8);
	size.writeBigUInt64LE(BigInt(json.length));
	return Buffer.concat([size, json, bytes]);
}

const entry = (dtype: string, shape: unknown, range: unknown) => ({
	dtype,
	shape,
	data_offsets: range,
});

async function openBytes(bytes: Uint8Array) {
	const path = join(folder, "x.safetensors");
	await writeFile(path, bytes);
	return openSafetensors(path);
}

const get = (tensors: ReadonlyMap<string, StoredTensor>, name: string) =>
	tensors.get(name) as StoredTensor;

describe("reading", () => {
	it("reads every dtype at offsets that are not aligned", async () => {
		const data = Buffer.alloc(1 + 8 + 4 + 2 + 2 + 16 + 4);
		data.writeUInt8(1, 0);
		data.writeDoubleLE(0.1, 1);
		data.writeFloatLE(-2.5, 9);
		data.writeUInt16LE(0x3555, 13);
		data.writeUInt16LE(0x4049, 15);
		data.writeBigInt64LE(-7n, 17);
		data.writeBigInt64LE(2n ** 53n - 1n, 25);
		data.writeInt32LE(-9, 33);
		const { tensors } = await openBytes(
			fileOf(
				{
					flag: entry("BOOL", [1], [0, 1]),
					double: entry("F64", [1, 1], [1, 9]),
					single: entry("F32", [], [9, 13]),
					half: entry("F16", [1], [13, 15]),
					brain: entry("BF16", [1], [15, 17]),
					long: entry("I64", [2], [17, 33]),
					int: entry("I32", [1], [33, 37]),
					none: entry("F32", [0, 5], [4, 4]),
				},
				data,
			),
		);
		expect([...(await readTensor(get(tensors, "double")))]).toEqual([
			Math.fround(0.1),
		]);
		expect([...(await readTensor(get(tensors, "single")))]).toEqual([-2.5]);
		expect([...(await readTensor(get(tensors, "half")))]).toEqual([
			0.333251953125,
		]);
		expect([...(await readTensor(get(tensors, "brain")))]).toEqual([3.140625]);
		expect(await readIntegers(get(tensors, "flag"))).toEqual([1]);
		expect(await readIntegers(get(tensors, "long"))).toEqual([-7, 2 ** 53 - 1]);
		expect(await readIntegers(get(tensors, "int"))).toEqual([-9]);
		expect(await readTensor(get(tensors, "none"))).toHaveLength(0);
		await expect(readTensor(get(tensors, "long"))).rejects.toThrow(
			"tensor long: expected a tensor of real numbers, found I64",
		);
	});

	it("reads beyond four gigabytes", async () => {
		const path = join(folder, "large.safetensors");
		const far = 5 * 2 ** 30;
		const head = fileOf(
			{
				far: entry("F32", [2], [far, far + 8]),
				pad: entry("U8", [far], [0, far]),
			},
			0,
		);
		const file = await open(path, "w");
		await file.write(head);
		await file.write(
			new Uint8Array(Float32Array.of(1, 2).buffer),
			0,
			8,
			head.length + far,
		);
		await file.close();
		const { tensors } = await openSafetensors(path);
		expect(get(tensors, "far").offset).toBe(head.length + far);
		expect([...(await readTensor(get(tensors, "far")))]).toEqual([1, 2]);
		await rm(path);
	});

	it("names the tensor's file when it shrinks after opening", async () => {
		const { tensors } = await openBytes(
			fileOf({ a: entry("F32", [4], [0, 16]) }, 16),
		);
		const path = get(tensors, "a").file;
		await writeFile(path, (await readFile(path)).subarray(0, -4));
		await expect(readTensor(get(tensors, "a"))).rejects.toThrow("truncated");
	});
});

describe("a header", () => {
	it.each<[string, Uint8Array, string]>([
		["nothing", new Uint8Array(0), "found 0 bytes"],
		["three bytes", new Uint8Array(3), "found 3 bytes"],
		[
			"terabytes",
			Buffer.from([0, 0, 0, 0, 0, 2, 0, 0, 0x7b, 0x7d, 0, 0]),
			"a claim of 2199023255552 bytes",
		],
		["the largest number", Buffer.alloc(20, 0xff), "18446744073709551615"],
		["no JSON", fileOf("{a}", 4), "line 1 column 2: expected a key in quotes"],
		["no object", fileOf("[]", 4), "expected a JSON object, found an array"],
		["no UTF-8", fileOf('{"\u00e9"}', 0).fill(0xff, 10, 11), "byte offset 10"],
		[
			"the same name twice",
			fileOf('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{}}', 1),
			'found "a" a second time',
		],
		[
			"an unknown dtype",
			fileOf({ a: entry("F8_E4M3", [1], [0, 1]) }, 1),
			"F8_E4M3",
		],
		[
			"a dtype of Object",
			fileOf({ a: entry("toString", [1], [0, 1]) }, 1),
			"dtype",
		],
		["a negative size", fileOf({ a: entry("U8", [-1], [0, 1]) }, 1), "shape"],
		["a fraction", fileOf({ a: entry("U8", [1.5], [0, 1]) }, 1), "shape"],
		["no range", fileOf({ a: entry("U8", [1], [0]) }, 1), "data_offsets"],
		["a range backwards", fileOf({ a: entry("U8", [0], [1, 0]) }, 1), "[1,0]"],
		[
			"a range beyond the file",
			fileOf({ a: entry("U8", [9e9], [0, 9e9]) }, 1),
			"expected a range inside the 1 bytes of data",
		],
		[
			"a shape that does not fit",
			fileOf({ a: entry("F32", [2, 3], [0, 20]) }, 20),
			"expected 24 bytes for F32 of shape [2,3], found 20 bytes",
		],
		[
			"sizes whose product is beyond numbers",
			fileOf({ a: entry("F32", [2 ** 52, 2 ** 52, 2 ** 52], [0, 4]) }, 4),
			"found 4 bytes",
		],
		[
			"an overlap",
			fileOf({ a: entry("U8", [2], [0, 2]), b: entry("U8", [2], [1, 3]) }, 3),
			'tensor "b": expected bytes of its own, found an overlap',
		],
		["a gap", fileOf({ a: entry("U8", [1], [1, 2]) }, 2), "a gap"],
		[
			"bytes that belong to nothing",
			fileOf({ a: entry("U8", [1], [0, 1]) }, 9),
			"found",
		],
		["an entry that is no object", fileOf({ a: 3 }, 0), "found a number"],
		[
			"metadata that is no text",
			fileOf({ __metadata__: { a: 1 } }, 0),
			"__metadata__.a",
		],
	])("of %s is refused", async (_, bytes, message) => {
		const error = await openBytes(bytes).catch((caught: unknown) => caught);
		expect(error).toBeInstanceOf(TemperError);
		expect((error as TemperError).code).toBe("weights");
		expect((error as TemperError).message).toContain(message);
	});

	it("says what a path is that is no file", async () => {
		await expect(openSafetensors(folder)).rejects.toThrow("found a folder");
		await expect(openSafetensors(join(folder, "no"))).rejects.toThrow(
			"found nothing at this path",
		);
	});
});

describe("writing", () => {
	const values = Float32Array.of(1, -0.1, 65504, 3e-8, 0.333);

	it("writes pieces in turn, aligned, and reads back what it wrote", async () => {
		const path = join(folder, "w.safetensors");
		const reads: string[] = [];
		const noting = (name: string) => {
			reads.push(name);
			return values;
		};
		await writeSafetensors(path, [
			{
				name: "half",
				dtype: "F16",
				shape: [5],
				read: () => noting("half"),
			},
			{
				name: "single",
				dtype: "F32",
				shape: [1, 5],
				async *read() {
					reads.push("single");
					yield values.subarray(0, 2);
					yield values.subarray(2);
				},
			},
			{
				name: "brain",
				dtype: "BF16",
				shape: [5],
				read: async () => noting("brain"),
			},
			{ name: "raw", dtype: "I64", shape: [1], read: () => new Uint8Array(8) },
		]);
		expect(reads).toEqual(["single", "half", "brain"]);
		const { tensors, metadata } = await openSafetensors(path);
		expect(metadata).toEqual({ format: "pt" });
		for (const { dtype, offset } of tensors.values())
			expect(offset % { I64: 8, F32: 4, F16: 2, BF16: 2 }[dtype as "F32"]).toBe(
				0,
			);
		expect(await readTensor(get(tensors, "single"))).toEqual(values);
		expect([...(await readTensor(get(tensors, "half")))]).toEqual([
			1,
			-0.0999755859375,
			65504,
			2 ** -24 * 1,
			0.3330078125,
		]);
		expect([...(await readTensor(get(tensors, "brain")))]).toEqual([
			1,
			-0.10009765625,
			65536,
			2 ** -25 * (1 + 2 ** -7),
			0.33203125,
		]);
		const chunks: number[] = [];
		for await (const chunk of readTensorChunks(get(tensors, "raw")))
			chunks.push(chunk.length);
		expect(chunks).toEqual([8]);
	});

	it("leaves the old file and no other when a tensor fails", async () => {
		const path = join(folder, "keep.safetensors");
		await writeFile(path, "old");
		const before = await readdir(folder);
		const broken = { name: "a", dtype: "F16" as const, shape: [1] };
		await expect(
			writeSafetensors(path, [{ ...broken, read: () => Float32Array.of(1e9) }]),
		).rejects.toThrow("element 0: expected a value that F16 can hold");
		await expect(
			writeSafetensors(path, [{ ...broken, read: () => new Float32Array(2) }]),
		).rejects.toThrow("found 4 bytes");
		expect(await readFile(path, "utf8")).toBe("old");
		expect(await readdir(folder)).toEqual(before);
	});

	it("says when the folder is not there", async () => {
		const error = await writeSafetensors(join(folder, "no/x"), []).catch(
			(caught: unknown) => caught,
		);
		expect(error).toMatchObject({ name: "TemperError", code: "disk" });
	});
});
