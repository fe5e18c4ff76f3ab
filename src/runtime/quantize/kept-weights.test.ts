import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { StoredTensor } from "../../core/dtype.ts";
import { RandomStream } from "../../core/random.ts";
import { Ops } from "../../graph/ops.ts";
import { lower } from "../lower/lower.ts";
import { writeKept } from "./kept-weights.ts";
import { writeQuantized } from "./quantize.ts";

const root = mkdtempSync(join(tmpdir(), "temper-kept-weights-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const size = 64;
const folder = join(root, "cache");
const cache = { folder, least: 0, most: 1e9 };
beforeEach(() => rmSync(folder, { recursive: true, force: true }));

/** Matrices of a model whose weights are drawn from a seed. */
function matricesOf(seed: number, name = `weights-${seed}`) {
	const file = join(root, name);
	const random = new RandomStream(seed, "weights");
	const values = Float32Array.from({ length: size * size }, () =>
		random.normal(),
	);
	writeFileSync(file, values);
	const tensor: StoredTensor = {
		...{ name: "w", dtype: "F32", shape: [size, size], file },
		...{ offset: 0, length: 4 * size * size },
	};
	const ops = new Ops();
	const x = ops.input("x", ["N", size]);
	const precision = { direct: 8, transposed: 8 } as const;
	const transform = { gain: null, blocks: [null, 32] };
	const w = ops.frozen(tensor, precision, transform);
	ops.output("y", ops.matmul(x, w, { transB: true }));
	return lower(ops.graph(), "cpu", join(root, "scratch")).quantized;
}

let written = 0;
async function bytesOf(
	matrices: ReturnType<typeof matricesOf>,
	options: Parameters<typeof writeKept>[2] = cache,
): Promise<Buffer> {
	const path = join(root, `written-${written++}`);
	await writeKept(path, matrices, options);
	return readFileSync(path).subarray(0, matrices.at(-1)?.end);
}

async function plainBytes(matrices: ReturnType<typeof matricesOf>) {
	const path = join(root, "plain");
	await writeQuantized(path, matrices);
	return readFileSync(path);
}

const keptFiles = () => (existsSync(folder) ? readdirSync(folder) : []);

test("the second time, the bytes come from the cache, whatever the weight file is called", async () => {
	const plain = await plainBytes(matricesOf(1));
	expect(plain.length).toBeGreaterThan(size * size);
	expect(await bytesOf(matricesOf(1))).toEqual(plain);
	const [name = ""] = keptFiles();
	const { ino } = statSync(join(folder, name));
	expect(await bytesOf(matricesOf(1, "copy"))).toEqual(plain);
	expect(keptFiles()).toEqual([name]);
	expect(statSync(join(folder, name)).ino).toBe(ino);
	const other = await bytesOf(matricesOf(2));
	expect(other).not.toEqual(plain);
	expect(other).toEqual(await plainBytes(matricesOf(2)));
	expect(keptFiles()).toHaveLength(2);
});

test.each([
	[
		"a byte that changed",
		(bytes: Buffer) => bytes.fill(~(bytes[9] ?? 0), 9, 10),
	],
	["an end that is missing", (bytes: Buffer) => bytes.subarray(0, -100)],
	["nothing", () => Buffer.alloc(0)],
])("a kept file with %s is made again", async (_, damage) => {
	const plain = await bytesOf(matricesOf(1));
	const [name = ""] = keptFiles();
	const path = join(folder, name);
	const whole = readFileSync(path);
	rmSync(path);
	writeFileSync(path, damage(Buffer.from(whole)));
	expect(await bytesOf(matricesOf(1))).toEqual(plain);
	expect(readFileSync(path)).toEqual(whole);
});

test("a cache that cannot be written is no error", async () => {
	const plain = await plainBytes(matricesOf(1));
	mkdirSync(folder);
	chmodSync(folder, 0o500);
	expect(await bytesOf(matricesOf(1))).toEqual(plain);
	chmodSync(folder, 0o700);
	const file = join(root, "a-file");
	writeFileSync(file, "");
	const beneath = { ...cache, folder: join(file, "cache") };
	expect(await bytesOf(matricesOf(1), beneath)).toEqual(plain);
});

test("two at once leave one whole file", async () => {
	const both = await Promise.all([1, 2].map(() => bytesOf(matricesOf(1))));
	expect(both[0]).toEqual(both[1]);
	expect(keptFiles()).toHaveLength(1);
	expect(await bytesOf(matricesOf(1))).toEqual(both[0]);
});

test("files that were not used the longest make room", async () => {
	await bytesOf(matricesOf(1));
	const [first = ""] = keptFiles();
	await bytesOf(matricesOf(2));
	const [second = ""] = keptFiles().filter((name) => name !== first);
	const bytes = statSync(join(folder, first)).size;
	const long = new Date(Date.now() - 1e6);
	utimesSync(join(folder, first), long, long);
	utimesSync(join(folder, second), new Date(0), new Date(0));
	await bytesOf(matricesOf(3), { ...cache, most: 2.5 * bytes });
	expect(keptFiles()).toContain(first);
	expect(keptFiles()).not.toContain(second);
	expect(keptFiles()).toHaveLength(2);
});

test("small files and switched-off caches keep nothing", async () => {
	const plain = await plainBytes(matricesOf(1));
	expect(await bytesOf(matricesOf(1), { ...cache, least: 1e6 })).toEqual(plain);
	expect(await bytesOf(matricesOf(1), { ...cache, most: 10 })).toEqual(plain);
	expect(await bytesOf(matricesOf(1), null)).toEqual(plain);
	expect(keptFiles()).toEqual([]);
});
