import {
	closeSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { platform, tmpdir } from "node:os";
import { join, parse } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { RandomStream } from "../../core/random.ts";
import { Ops } from "../../graph/ops.ts";
import { lower } from "../lower/lower.ts";
import type { CodeType, PackedWeights } from "../lower/quantized.ts";
import { OnnxSession } from "../onnx-session.ts";
import * as ort from "../onnxruntime.ts";
import { openSession } from "../open-session.ts";
import { type SessionModel, withSessionModel } from "../session-model.ts";
import { writeKept } from "./kept-weights.ts";
import { packedWeights } from "./packed-weights.ts";

const root = mkdtempSync(join(tmpdir(), "temper-packed-weights-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());
const folder = join(root, "cache");
const cache = { folder, least: 0, most: 1e9 };
beforeEach(() => rmSync(folder, { recursive: true, force: true }));
const size = 64;

/** x W and x W^T of a frozen W [size, size] that is held in 8 or 4 bits. */
function products(bits: 8 | 4 = 8, codeType: CodeType = "int8") {
	const file = join(root, "weights");
	const random = new RandomStream(1, "weights");
	const values = Float32Array.from({ length: size * size }, () =>
		random.normal(),
	);
	writeFileSync(file, values);
	const ops = new Ops();
	const w = ops.frozen(
		{
			...({ name: "w", dtype: "F32", shape: [size, size], file } as const),
			...{ offset: 0, length: values.byteLength },
		},
		{ direct: bits, transposed: bits },
	);
	const x = ops.input("x", ["N", size]);
	ops.output("direct", ops.matmul(x, w));
	ops.output("transposed", ops.matmul(x, w, { transB: true }));
	return lower(ops.graph(), "cpu", join(root, "scratch"), codeType);
}

const scratch = join(root, "scratch");

async function packedOf(
	{ quantized } = products(),
	options = cache,
): Promise<PackedWeights | null> {
	rmSync(scratch, { force: true });
	await writeKept(scratch, quantized, cache);
	return packedWeights(scratch, quantized, options);
}

async function outputsWith(
	packed?: PackedWeights,
	{ encode } = products(),
): Promise<number[][]> {
	const session = await ort.InferenceSession.create(encode(packed), {
		...{ executionProviders: ["cpu"], logSeverityLevel: 3 },
		extra: {
			session: {
				model_external_initializers_file_folder_path: parse(root).root,
			},
		},
	});
	const x = Float32Array.from({ length: 2 * size }, (_, i) => (i % 7) - 3);
	const names = ["direct", "transposed"];
	const outputs = await session.run(
		{ x: new ort.Tensor("float32", x, [2, size]) },
		names,
	);
	await session.release();
	return names.map((name) => [
		...((outputs[name] as ort.Tensor).data as Float32Array),
	]);
}

const fileOf = (packed: PackedWeights | null) =>
	join(parse(root).root, packed?.places[0]?.location ?? "");

const filesBeside = (path: string) =>
	readdirSync(folder).filter((name) => join(folder, name).startsWith(path));

test("unsigned bytes are packed too, in a file of their own", async () => {
	const signed = (await packedOf()) as PackedWeights;
	const unsigned = products(8, "uint8");
	const packed = (await packedOf(unsigned)) as PackedWeights;
	expect(fileOf(packed)).not.toBe(fileOf(signed));
	const plain = await outputsWith(undefined, unsigned);
	expect(await outputsWith(packed, unsigned)).toEqual(plain);
});

test("products read the packed bytes and give the same results", async () => {
	const packed = (await packedOf()) as PackedWeights;
	const plain = await outputsWith();
	expect(packed.places).toHaveLength(2);
	expect(await outputsWith(packed)).toEqual(plain);
	// Of the second matrix, in the file itself, which is not looked at again.
	const place = packed.places[1]?.prepacked_0 ?? "";
	const [offset, length] = (place.split("|")[1] ?? "").split(";").map(Number);
	const file = openSync(fileOf(packed), "r+");
	writeSync(file, Buffer.alloc(length as number), 0, null, offset as number);
	closeSync(file);
	const [direct, transposed] = await outputsWith(packed);
	expect([direct, transposed]).not.toEqual(plain);
	expect(plain).toContainEqual(direct);
});

test("the second time, the file is found", async () => {
	const packed = await packedOf();
	const bytes = readFileSync(fileOf(packed));
	expect(await packedOf()).toEqual(packed);
	expect(readFileSync(fileOf(packed))).toEqual(bytes);
	expect(filesBeside(fileOf(packed))).toHaveLength(1);
});

test.each([
	["is cut off", (path: string) => truncateSync(path, 1000)],
	["is empty", (path: string) => truncateSync(path, 0)],
	[
		"has a byte that changed",
		(path: string) => {
			const bytes = readFileSync(path);
			writeFileSync(path, bytes.fill(~(bytes[9] ?? 0), 9, 10));
		},
	],
])("a file that %s is made again", async (_, damage) => {
	const packed = await packedOf();
	const whole = readFileSync(fileOf(packed));
	damage(fileOf(packed));
	expect(await packedOf()).toEqual(packed);
	expect(readFileSync(fileOf(packed))).toEqual(whole);
});

test("two at once leave one whole file", async () => {
	const { quantized } = products();
	await writeKept(scratch, quantized, cache);
	const both = await Promise.all(
		[1, 2].map(() => packedWeights(scratch, quantized, cache)),
	);
	expect(both[0]).toEqual(both[1]);
	expect(filesBeside(fileOf(both[0] ?? null))).toHaveLength(1);
	expect(await outputsWith(both[0] ?? undefined)).toEqual(await outputsWith());
});

test("files of other processes that are gone before they are looked at change nothing", async () => {
	const whole = await packedOf();
	rmSync(folder, { recursive: true });
	mkdirSync(folder);
	symlinkSync(join(root, "gone"), join(folder, "renamed-by-another"));
	expect(await packedOf()).toEqual(whole);
	rmSync(fileOf(whole));
	symlinkSync(join(root, "gone"), fileOf(whole));
	expect(await packedOf()).toEqual(whole);
});

test("a folder that cannot be written or has no room packs nothing and leaves nothing", async () => {
	const file = join(root, "a-file");
	writeFileSync(file, "");
	const beneath = { ...cache, folder: join(file, "cache") };
	expect(await packedOf(products(), beneath)).toBeNull();
	const missing = { ...cache, folder: join(root, "missing") };
	expect(await packedOf(products(), missing)).toBeNull();
	expect(existsSync(missing.folder)).toBe(false);
	expect(await packedOf(products(), { ...cache, most: 9000 })).toBeNull();
	expect(readdirSync(folder)).toHaveLength(1);
});

test("4-bit weights are not packed", async () => {
	expect(await packedOf(products(4))).toBeNull();
});

/** Rows by a BF16 matrix with 36 million entries, which is large enough to be kept. */
function largeProduct() {
	const side = 6000;
	const file = join(root, "large");
	const halves = Uint16Array.from({ length: side ** 2 }, (_, i) =>
		i % 3 ? 0x3f80 : 0xc000,
	);
	writeFileSync(file, halves);
	const ops = new Ops();
	const w = ops.frozen(
		{
			...({ name: "w", dtype: "BF16", shape: [side, side], file } as const),
			...{ offset: 0, length: halves.byteLength },
		},
		{ direct: 8, transposed: 32 },
	);
	ops.output("y", ops.matmul(ops.input("x", ["N", side]), w));
	const x = Float32Array.from({ length: side }, (_, i) => (i % 7) - 3);
	return { graph: ops.graph(), feeds: { x: { data: x, dims: [1, side] } } };
}

test.runIf(platform() === "linux")(
	"sessions side by side map one file, or hold copies where it cannot be kept or is gone",
	async () => {
		const { graph, feeds } = largeProduct();
		const device = { device: "cpu", threads: 2 } as const;
		const found = async (home: string, width: number) => {
			vi.stubEnv("XDG_CACHE_HOME", home);
			const session = await openSession(graph, device, width);
			const all = Array.from({ length: width }, () => session.run(feeds));
			const results = (await Promise.all(all)).map(({ y }) => y?.data);
			const maps = readFileSync("/proc/self/maps", "utf8").split("\n");
			const mapped = maps.filter((line) => line.includes(root));
			await session.dispose();
			return { results, mapped: mapped.length };
		};
		const alone = await found(root, 1);
		expect(alone.mapped).toBe(0);
		const [y] = alone.results;
		expect(await found(root, 2)).toEqual({ results: [y, y], mapped: 2 });
		let asked = 0;
		const open = async (model: SessionModel) => {
			if (asked++ === 0) rmSync(join(root, "temper"), { recursive: true });
			return OnnxSession.open(model);
		};
		vi.stubEnv("XDG_CACHE_HOME", root);
		const shared = { ...device, sharesPacked: true };
		const session = await withSessionModel(graph, shared, open);
		expect((await session.run(feeds)).y?.data).toEqual(y);
		await session.dispose();
		expect(asked).toBe(2);
		const file = join(root, "a-file");
		writeFileSync(file, "");
		expect(await found(file, 2)).toEqual({ results: [y, y], mapped: 0 });
	},
	60_000,
);
