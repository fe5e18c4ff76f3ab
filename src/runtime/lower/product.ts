import { Float } from "../proto.ts";
import type { Emitter } from "./emitter.ts";

export interface ProductOptions {
	readonly transA?: boolean;
	readonly transB?: boolean;
	readonly alpha?: number;
	/** Of both operands. */
	readonly rank: number;
}

/**
 * alpha a b, of matrices or of stacks of them. FusedMatMul has no WebGPU kernel (ONNX Runtime 1.30) and would send its
 * operands to the CPU and back, so there the product is spelled out.
 */
export function product(
	e: Emitter,
	a: string,
	b: string,
	{ transA = false, transB = false, alpha = 1, rank }: ProductOptions,
	into?: string,
): string {
	if (!transA && !transB && alpha === 1)
		return e.op("MatMul", [a, b], {}, into);
	const flags = {
		transA: transA ? 1 : 0,
		transB: transB ? 1 : 0,
		alpha: new Float(alpha),
	};
	if (e.device !== "webgpu") return e.own("FusedMatMul", [a, b], flags, into);
	if (rank === 2) return e.op("Gemm", [a, b], flags, into);
	const left = transA ? transposed(e, a, rank) : a;
	const right = transB ? transposed(e, b, rank) : b;
	if (alpha === 1) return e.op("MatMul", [left, right], {}, into);
	const whole = e.op("MatMul", [left, right]);
	return e.op("Mul", [whole, e.scalar(alpha)], {}, into);
}

/** The last two axes exchanged. */
function transposed(e: Emitter, x: string, rank: number): string {
	return e.once(`${x} transposed`, () => {
		const perm = Array.from({ length: rank - 2 }, (_, axis) => axis);
		return e.op("Transpose", [x], { perm: [...perm, rank - 1, rank - 2] });
	});
}
