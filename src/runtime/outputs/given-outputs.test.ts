import { expect, it } from "vitest";
import { Ops } from "../../graph/ops.ts";
import { OnnxSession } from "../onnx-session.ts";

const cpu = { device: "cpu", threads: 1 } as const;

function doubled() {
	const ops = new Ops();
	const x = ops.input("x", ["N", 2]);
	ops.output("twice", ops.affine(x, 2));
	ops.output("total", ops.sum(x, [0, 1]));
	return ops.graph();
}

const feed = (...values: number[]) => ({
	x: { data: Float32Array.from(values), dims: [values.length / 2, 2] },
});

it("a run that is given arrays returns those, and new ones of the right size for the rest", async () => {
	const session = await OnnxSession.create(doubled(), cpu);
	const data = new Float32Array(4);
	const out = await session.run(feed(1, 2, 3, 4), {
		twice: { data, dims: [2, 2] },
	});
	expect(out.twice?.data).toBe(data);
	expect([...data]).toEqual([2, 4, 6, 8]);
	expect(out.total).toEqual({ data: Float32Array.of(10), dims: [] });
	expect(Object.keys(out)).toEqual(["twice", "total"]);
	const free = await session.run(feed(5, 6));
	expect([...(free.twice?.data ?? [])]).toEqual([10, 12]);
	expect([...data]).toEqual([2, 4, 6, 8]);
	await session.dispose();
});

it("a run into arrays copies none of them", async () => {
	const ops = new Ops();
	const size = 32_000_000;
	ops.output("twice", ops.affine(ops.input("x", [size]), 2));
	const session = await OnnxSession.create(ops.graph(), cpu);
	const x = { data: new Float32Array(size).fill(1), dims: [size] };
	const twice = { data: new Float32Array(size).fill(3), dims: [size] };
	const before = process.resourceUsage().maxRSS;
	await session.run({ x }, { twice });
	expect(twice.data[size - 1]).toBe(2);
	// A copy would be 125,000 kB.
	expect(process.resourceUsage().maxRSS - before).toBeLessThan(60_000);
	await session.dispose();
});

it("an error of the run is still an error", async () => {
	const session = await OnnxSession.create(doubled(), cpu);
	const wrong = { data: new Float32Array(6), dims: [3, 2] };
	await expect(
		session.run(feed(1, 2, 3, 4), { twice: wrong }),
	).rejects.toThrow();
	await session.dispose();
});
