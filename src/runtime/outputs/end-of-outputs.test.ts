import { expect, it, vi } from "vitest";
import { Ops } from "../../graph/ops.ts";
import { OnnxSession } from "../onnx-session.ts";
import type { Tensor } from "../onnxruntime.ts";
import { endOf, endOfOutputs } from "./end-of-outputs.ts";

type Outputs = Record<string, Tensor | null>;

/** Writes what a binding writes. */
function write({ twice, thrice }: Outputs): void {
	(twice?.data as Float32Array)[0] = 14;
	(thrice?.data as Float32Array)[0] = 21;
}

it("the installed binding writes all outputs before it refuses the list", async () => {
	expect(await endOfOutputs()).toMatch(/^Non tensor type/);
});

it("a binding may end with another error, or return", async () => {
	const ends = async (_: unknown, outputs: Outputs) => {
		write(outputs);
		throw new Error("a list");
	};
	expect(await endOf(ends)).toBe("a list");
	expect(await endOf(async (_, outputs) => write(outputs))).toBe("");
});

it("a binding that has not written everything when it ends cannot be used so", async () => {
	const refuses = async () => {
		throw new Error("Non tensor type is temporarily not supported.");
	};
	expect(await endOf(refuses)).toBeNull();
	expect(await endOf(async () => {})).toBeNull();
	const stops = async (_: unknown, { twice }: Outputs) => {
		(twice?.data as Float32Array)[0] = 14;
		throw new Error("Non tensor type is temporarily not supported.");
	};
	expect(await endOf(stops)).toBeNull();
});

it("a session without such an end copies outputs into the given arrays", async () => {
	vi.resetModules();
	vi.doMock("./end-of-outputs.ts", async (original) => ({
		...(await original<object>()),
		endOfOutputs: async () => null,
	}));
	const copying = await import("../onnx-session.ts");
	vi.doUnmock("./end-of-outputs.ts");
	expect(copying.OnnxSession).not.toBe(OnnxSession);
	const ops = new Ops();
	const x = ops.input("x", [2]);
	ops.output("thrice", ops.affine(x, 3));
	ops.output("total", ops.sum(x, [0]));
	const session = await copying.OnnxSession.create(ops.graph(), {
		...{ device: "cpu", threads: 1 },
	});
	const thrice = { data: new Float32Array(2), dims: [2] };
	const feeds = { x: { data: Float32Array.of(1, 2), dims: [2] } };
	const found = await session.run(feeds, { thrice });
	expect(found.thrice).toBe(thrice);
	expect([...thrice.data]).toEqual([3, 6]);
	expect(found.total?.data[0]).toBe(3);
	await session.dispose();
});
