import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, parse } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { RandomStream } from "../core/random.ts";
import type { HeldBits } from "../graph/graph.ts";
import { Ops } from "../graph/ops.ts";
import { codeTypeFor } from "./code-type.ts";
import { lower } from "./lower/lower.ts";
import type { CodeType } from "./lower/quantized.ts";
import * as ort from "./onnxruntime.ts";
import { openSession } from "./open-session.ts";
import { writeQuantized } from "./quantize/quantize.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-code-type-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [tokens, side] = [5, 96];
const kinds = ["frozen", "four", "trained"] as const;

/** x W and x W^T with W [side, side] frozen in 8 and 4 bits, and trained. */
function products(weights: Float32Array) {
	const file = join(folder, "weights");
	writeFileSync(file, weights);
	const ops = new Ops();
	const held = (name: string, bits: HeldBits) =>
		ops.frozen(
			{
				...({ name, dtype: "F32", shape: [side, side], file } as const),
				...{ offset: 0, length: weights.byteLength },
			},
			{ direct: bits, transposed: bits },
		);
	const x = ops.input("x", [tokens, side]);
	const matrices = {
		...{ frozen: held("frozen", 8), four: held("four", 4) },
		trained: ops.inputMatrix("trained", [side, side], {
			...({ direct: 8, transposed: 8 } as const),
		}),
	};
	for (const kind of kinds) {
		ops.output(`${kind}.direct`, ops.matmul(x, matrices[kind]));
		const turned = ops.matmul(x, matrices[kind], { transB: true });
		ops.output(`${kind}.turned`, turned);
	}
	return ops.graph();
}

const names = kinds.flatMap((kind) => [`${kind}.direct`, `${kind}.turned`]);

async function withCodes(type: CodeType, x: Float32Array, w: Float32Array) {
	const scratch = join(folder, `codes-${type}`);
	const lowered = lower(products(w), "cpu", scratch, type);
	await writeQuantized(scratch, lowered.quantized);
	const session = await ort.InferenceSession.create(lowered.encode(), {
		...{ executionProviders: ["cpu"], logSeverityLevel: 3 },
		extra: {
			session: {
				model_external_initializers_file_folder_path: parse(folder).root,
			},
		},
	});
	const feeds = {
		x: new ort.Tensor("float32", x, [tokens, side]),
		trained: new ort.Tensor("float32", w, [side, side]),
	};
	const outputs = await session.run(feeds, names);
	await session.release();
	return names.map((name) => (outputs[name] as ort.Tensor).data);
}

describe("the type of weights' bytes", () => {
	const dot =
		(largest: number) => async (row: Uint8Array, column: Int8Array) => {
			let sum = 0;
			for (let i = 0; i < row.length; i += 2) {
				const pair = [i, i + 1].map((k) => (row[k] ?? 0) * (column[k] ?? 0));
				sum += Math.min(largest, (pair[0] ?? 0) + (pair[1] ?? 0));
			}
			return sum;
		};

	it("is signed if products add up", async () => {
		expect(await codeTypeFor(dot(Number.POSITIVE_INFINITY))).toBe("int8");
	});

	it("is unsigned if sums of two products saturate", async () => {
		expect(await codeTypeFor(dot(32767))).toBe("uint8");
	});

	it("makes no difference to products that do not saturate", async () => {
		const random = new RandomStream(3, "weights");
		const draw = (size: number) =>
			Float32Array.from({ length: size }, () => random.normal());
		const x = draw(tokens * side);
		// A large negative value in each row and a large weight in each column leave the other bytes small.
		for (let i = 0; i < tokens; i++) x[i * side] = -40;
		const w = draw(side * side);
		for (let i = 0; i < side; i++) w[i * side + i] = 8;
		const signed = await withCodes("int8", x, w);
		expect(await withCodes("uint8", x, w)).toEqual(signed);
	});

	it("leaves the largest bytes their products on this processor", async () => {
		const ones = new Float32Array(side * side).fill(1);
		const session = await openSession(products(ones), {
			...{ device: "cpu", threads: 1 },
		});
		const x = { data: ones.slice(0, tokens * side), dims: [tokens, side] };
		const trained = { data: ones, dims: [side, side] };
		const outputs = await session.run({ x, trained });
		await session.dispose();
		for (const name of names)
			for (const value of outputs[name]?.data ?? [])
				expect(Math.abs(Number(value) - side), name).toBeLessThan(0.01);
	});
});
