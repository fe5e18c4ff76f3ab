import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Value } from "../graph/graph.ts";
import { Ops } from "../graph/ops.ts";
import { OnnxSession } from "./onnx-session.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-barrier-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface ProfileEvent {
	readonly name: string;
	readonly args?: { readonly op_name?: string };
}

const numbers = [1, -2, 3, 0.5];

/** The sum of exp x and exp of what `copy` makes of x, and how often the runtime computed exp. */
async function twice(copy: (ops: Ops, x: Value, token: Value) => Value) {
	const ops = new Ops();
	const x = ops.input("x", ["N", 2]);
	const token = ops.input("token", ["N", 3]);
	ops.output("sum", ops.add(ops.exp(x), ops.exp(copy(ops, x, token))));
	const at = mkdtempSync(join(folder, "profile-"));
	const session = await OnnxSession.create(ops.graph(), {
		...{ device: "cpu", threads: 1, profile: join(at, "run") },
	});
	const { sum } = await session.run({
		x: { data: Float32Array.from(numbers), dims: [2, 2] },
		token: { data: new Float32Array(6).fill(Number.NaN), dims: [2, 3] },
	});
	session.endProfiling();
	const [file = ""] = readdirSync(at);
	const events = JSON.parse(
		readFileSync(join(at, file), "utf8"),
	) as readonly ProfileEvent[];
	const computed = events.filter(
		({ name, args }) =>
			args?.op_name === "Exp" && name.endsWith("_kernel_time"),
	).length;
	return { computed, sum: [...(sum?.data ?? [])] };
}

test("the runtime merges equal expressions", async () => {
	const plain = await twice((_, x) => x);
	expect(plain.computed).toBe(1);
});

test("what is read through a barrier is computed again and equal, even if the token is NaN", async () => {
	const { computed, sum } = await twice((ops, x, token) =>
		ops.barrier(x, token),
	);
	expect(computed).toBe(2);
	numbers.forEach((x, i) => {
		expect(sum[i]).toBeCloseTo(2 * Math.exp(x), 4);
	});
});
