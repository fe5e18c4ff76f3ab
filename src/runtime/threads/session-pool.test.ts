import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { TemperError } from "../../core/error.ts";
import { Ops } from "../../graph/ops.ts";
import { openSession } from "../open-session.ts";

const two = { device: "cpu", threads: 2 } as const;

/** x and w x, of w [2, 2]. */
function product() {
	const ops = new Ops();
	const x = ops.input("x", ["N", 2]);
	const w = ops.input("w", [2, 2]);
	ops.output("y", ops.matmul(x, w));
	ops.output("total", ops.sum(x, [0, 1]));
	return ops.graph();
}

const w = { data: Float32Array.of(1, 2, 3, 4), dims: [2, 2] };
const rows = (...values: number[]) => ({
	data: Float32Array.from(values),
	dims: [values.length / 2, 2],
});

it("runs that overlap have their own results", async () => {
	const pool = await openSession(product(), two, 2);
	expect(pool.width).toBe(2);
	expect([...pool.inputs].sort()).toEqual(["w", "x"]);
	const totals = await Promise.all(
		Array.from({ length: 7 }, async (_, i) => {
			const { y, total } = await pool.run({ x: rows(i, 1), w });
			return [...(y?.data ?? []), total?.data[0]];
		}),
	);
	expect(totals).toEqual(
		Array.from({ length: 7 }, (_, i) => [i + 3, 2 * i + 4, i + 1]),
	);
	await pool.dispose();
});

it("reads parts of larger memories, leaves what it was given, and writes into given arrays", async () => {
	const pool = await openSession(product(), two, 2);
	const memory = Float32Array.of(9, 9, 5, 6, 9);
	const x = { data: memory.subarray(2, 4), dims: [1, 2] };
	const y = { data: new Float32Array(2), dims: [1, 2] };
	const found = await pool.run({ x, w }, { y });
	expect(found.y).toBe(y);
	expect([...y.data]).toEqual([23, 34]);
	expect(found.total).toEqual({ data: Float32Array.of(11), dims: [] });
	expect([...memory]).toEqual([9, 9, 5, 6, 9]);
	expect([...w.data]).toEqual([1, 2, 3, 4]);
	await pool.dispose();
});

it("a run that fails says what one in this thread says, and the next one runs", async () => {
	const pool = await openSession(product(), two, 2);
	const alone = await openSession(product(), two);
	const failed = async (session: typeof pool) =>
		session.run({ x: rows(1, 1) }).catch((error) => error);
	const error = await failed(pool);
	expect(error).toBeInstanceOf(TemperError);
	expect(error).toMatchObject({ code: "internal", found: "none" });
	expect(error.message).toBe((await failed(alone)).message);
	const wrong = { data: new Float32Array(3), dims: [3, 1] };
	await expect(pool.run({ x: rows(1, 1), w: wrong })).rejects.toThrow();
	expect((await pool.run({ x: rows(1, 1), w })).total?.data[0]).toBe(2);
	await pool.dispose();
	await alone.dispose();
});

it("ends after the runs under way, and refuses those that wait and all later ones", async () => {
	const pool = await openSession(product(), two, 2);
	const ones = new Float32Array(4e6).fill(1);
	const many = { x: { data: ones, dims: [ones.length / 2, 2] }, w };
	const runs = [pool.run(many), pool.run(many)];
	const waiting = expect(pool.run(many)).rejects.toThrow("thread ended");
	await new Promise((resolve) => setTimeout(resolve, 10));
	await pool.dispose();
	for (const { total } of await Promise.all(runs))
		expect(total?.data[0]).toBe(ones.length);
	await waiting;
	await expect(pool.run({ x: rows(1, 1), w })).rejects.toThrow("ended");
});

it("a graph that the runtime refuses is refused as in this thread", async () => {
	const ops = new Ops();
	const file = join(tmpdir(), `no-such-weights-${process.pid}`);
	const weight = ops.frozen({
		...({ name: "weight", dtype: "F32", shape: [2, 2] } as const),
		...{ file, offset: 0, length: 16 },
	});
	ops.output("y", ops.matmul(ops.input("x", ["N", 2]), weight));
	const refused = async (width: number) =>
		openSession(ops.graph(), two, width).catch((error) => error);
	const alone = await refused(1);
	expect(alone).toBeInstanceOf(TemperError);
	expect(alone).toMatchObject({
		...{ code: "device", where: "device cpu", expected: "a session" },
		found: expect.stringContaining(file),
	});
	const { message, cause } = await refused(2);
	expect(message).toBe(alone.message);
	// Said once: the cause is the runtime's own error.
	expect(cause.message).toBe(alone.cause.message);
	expect(cause).not.toBeInstanceOf(TemperError);
});

it("memory that the runtime does not get is named, and later runs have theirs", async () => {
	const ops = new Ops();
	const x = ops.input("x", ["N", 1]);
	const all = ops.matmul(x, ops.input("w", [1, "N"]));
	ops.output("total", ops.sum(all, [0, 1]));
	const pool = await openSession(ops.graph(), two, 2);
	const ones = (n: number) => {
		const data = new Float32Array(n).fill(1);
		return { x: { data, dims: [n, 1] }, w: { data, dims: [1, n] } };
	};
	// More bytes than a process can address.
	const n = 8_000_000;
	await expect(pool.run(ones(n))).rejects.toMatchObject({
		...{ code: "device", where: "device cpu" },
		...{ expected: "memory for a micro-batch" },
		found: `Failed to allocate memory for requested buffer of size ${4 * n * n}`,
	});
	expect((await pool.run(ones(3))).total?.data[0]).toBe(9);
	await pool.dispose();
});

it("a process that ends in the middle of a run ends with its own status", () => {
	const urlOf = (path: string) => new URL(path, import.meta.url).href;
	const script = `
const { Ops } = await import("${urlOf("../../graph/ops.ts")}");
const { openSession } = await import("${urlOf("../open-session.ts")}");
const ops = new Ops();
let y = ops.input("x", ["N", 500]);
const w = ops.input("w", [500, 500]);
for (let i = 0; i < 40; i++) y = ops.matmul(y, w);
ops.output("total", ops.sum(y, [0, 1]));
const pool = await openSession(ops.graph(), { device: "cpu", threads: 2 }, 2);
const matrix = { data: new Float32Array(250_000), dims: [500, 500] };
const run = () => pool.run({ x: matrix, w: matrix });
await Promise.all([run(), run()]);
run();
run();
setTimeout(() => process.exit(7), 20);`;
	const { status, stderr } = spawnSync(
		process.execPath,
		["--import", "tsx", "--input-type=module", "-e", script],
		{ encoding: "utf8", timeout: 60_000 },
	);
	expect({ status, stderr }).toEqual({ status: 7, stderr: "" });
});
