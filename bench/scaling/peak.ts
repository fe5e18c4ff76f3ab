import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openSafetensors } from "../../src/formats/safetensors/safetensors.ts";
import { writeSafetensors } from "../../src/formats/safetensors/write-safetensors.ts";
import { Ops } from "../../src/graph/ops.ts";
import { OnnxSession } from "../../src/runtime/onnx-session.ts";

const [rows, inner, outputs] = [512, 2048, 2048] as const;

/**
 * Floating point operations per second of the best of 20 products of 512 rows with a frozen matrix in a number of bits.
 * Rounding the activations belongs to the time of a product in 8 bits.
 */
export async function productPeak(
	bits: 8 | 32,
	threads: number,
): Promise<number> {
	const folder = mkdtempSync(path.join(tmpdir(), "temper-peak-"));
	try {
		const file = path.join(folder, "matrix.safetensors");
		const data = new Float32Array(inner * outputs);
		for (let i = 0; i < data.length; i++) data[i] = ((i * 7919) % 251) / 251;
		await writeSafetensors(file, [
			{
				...{ name: "matrix", shape: [inner, outputs], dtype: "F32" },
				read: () => data,
			},
		]);
		const { tensors } = await openSafetensors(file);
		const ops = new Ops();
		const precision = { direct: bits, transposed: bits };
		const matrix = ops.frozen(tensors.get("matrix")!, precision);
		ops.output("out", ops.matmul(ops.input("x", [rows, inner]), matrix));
		const device = { device: "cpu", threads } as const;
		const session = await OnnxSession.create(ops.graph(), device);
		const best = await bestRun(session);
		await session.dispose();
		return (2 * rows * inner * outputs) / best;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

async function bestRun(session: OnnxSession): Promise<number> {
	const x = {
		data: Float32Array.from({ length: rows * inner }, (_, i) => Math.sin(i)),
		dims: [rows, inner],
	};
	let best = Number.POSITIVE_INFINITY;
	for (let i = 0; i < 20; i++) {
		const began = performance.now();
		await session.run({ x });
		best = Math.min(best, (performance.now() - began) / 1000);
	}
	return best;
}
