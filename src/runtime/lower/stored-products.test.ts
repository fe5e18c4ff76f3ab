import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { StoredTensor } from "../../core/dtype.ts";
import { narrowBrain } from "../../core/half.ts";
import { RandomStream } from "../../core/random.ts";
import { gradients } from "../../grad/gradients.ts";
import type { MatrixPrecision } from "../../graph/graph.ts";
import { Ops } from "../../graph/ops.ts";
import { openSession } from "../open-session.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-stored-products-"));
afterAll(() => rmSync(folder, { recursive: true }));

const tokens = 5;
const exactly: MatrixPrecision = { direct: 32, transposed: 32 };
const asStored: MatrixPrecision = { direct: "stored", transposed: "stored" };

function part(
	name: string,
	dtype: StoredTensor["dtype"],
	shape: readonly number[],
	data: Uint8Array | Uint16Array | Float32Array,
): StoredTensor {
	const file = join(folder, name);
	writeFileSync(file, data);
	const length = data.byteLength;
	return { name, dtype, shape, file, offset: 0, length };
}

/** W in bfloat16: numbers that a byte holds, so that blocks of one scale hold them too. */
function weights(
	[rows, columns]: readonly [number, number],
	inBlocks: boolean,
): StoredTensor {
	const codes = new Uint8Array(rows * columns);
	const values = new Float32Array(codes.length);
	for (let i = 0; i < codes.length; i++) {
		codes[i] = (i * 167) >> 4;
		values[i] = (((codes[i] as number) << 24) >> 24) / 64;
	}
	const narrow = new Uint16Array(values.length);
	narrowBrain(values, narrow);
	const shape = [rows, columns];
	const plain = part("w", "BF16", shape, narrow);
	if (!inBlocks) return plain;
	const blocks = [rows, columns / 32];
	const scales = new Uint16Array((rows * columns) / 32).fill(0x2400);
	return {
		...plain,
		blocks: {
			...{ bits: 8, minima: null },
			codes: part("w.codes", "I8", shape, codes),
			scales: part("w.scales", "F16", blocks, scales),
		},
	};
}

/** sum (x W^T)^2 / 2 and its gradient for x, which is x W^T W. */
async function results(tensor: StoredTensor, precision: MatrixPrecision) {
	const columns = tensor.shape[1] as number;
	const ops = new Ops();
	const x = ops.input("x", ["N", columns]);
	const w = ops.frozen(tensor, precision);
	const y = ops.matmul(x, w, { transB: true });
	const [dx] = gradients(ops, ops.sum(ops.mul(y, y)), [x], {
		recompute: "nothing",
	});
	ops.output("y", y);
	ops.output("dx", dx!);
	const session = await openSession(ops.graph(), { device: "cpu", threads: 1 });
	const stream = new RandomStream(1, "x");
	const data = Float32Array.from({ length: tokens * columns }, () =>
		stream.normal(),
	);
	const found = await session.run({ x: { data, dims: [tokens, columns] } });
	await session.dispose();
	return found;
}

const shapes = [
	["small", [24, 64]],
	["made in two bands of rows", [2050, 2080]],
] as const;

test.each(
	shapes.flatMap(([size, shape]) => [
		[size, "in blocks", shape, true] as const,
		[size, "in bfloat16", shape, false] as const,
	]),
)(
	"a matrix that is %s, %s, gives the products of float32",
	async (_, __, shape, inBlocks) => {
		const tensor = weights(shape, inBlocks);
		const found = await results(tensor, asStored);
		const exact = await results(tensor, exactly);
		for (const name of ["y", "dx"]) {
			const right = exact[name]!;
			expect(found[name]!.dims).toEqual(right.dims);
			const off = right.data.map((v, i) => v - found[name]!.data[i]!);
			const error = Math.hypot(...off) / Math.hypot(...right.data);
			expect(error, name).toBeLessThan(1e-6);
		}
	},
);
