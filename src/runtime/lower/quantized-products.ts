import type { Value } from "../../graph/graph.ts";
import type { Emitter } from "./emitter.ts";
import { type QuantizedForm, quantizationBlock } from "./quantized.ts";

/** Whether x W (or x W^T) is computed in 8 bits. Only the CPU has these products. */
export function isQuantized(
	e: Emitter,
	weight: Value,
	transposed: boolean,
): boolean {
	const precision = e.frozen.get(weight.name)?.precision;
	if (!precision || e.device !== "cpu") return false;
	return (transposed ? precision.transposed : precision.direct) === 8;
}

/** x W or x W^T with W frozen in 8 bits, x [N, inner]. */
export function quantizedProduct(
	e: Emitter,
	x: string,
	weight: Value,
	transposed: boolean,
	form: QuantizedForm,
	out?: string,
): string {
	const leaf = e.frozen.get(weight.name);
	if (!leaf) throw new RangeError(`${weight.name} is not frozen`);
	const m = e.quantized.hold(leaf, form, transposed);
	if (form === "blocks")
		return e.own(
			"MatMulNBits",
			[x, m.codes, m.scales],
			{
				K: m.inner,
				N: m.outputs,
				bits: 8,
				block_size: quantizationBlock,
				accuracy_level: 4,
			},
			out,
		);
	const { codes, scale } = quantizedRows(e, x);
	const whole = e.own("MatMulIntegerToFloat", [
		codes,
		m.codes,
		e.scalar(1),
		m.scales,
		e.byte(128),
	]);
	return e.op("Mul", [whole, scale], {}, out);
}

/** Rows of activations as bytes around 128, with one scale a row; shared by all products of the same rows. */
function quantizedRows(
	e: Emitter,
	x: string,
): { readonly codes: string; readonly scale: string } {
	const scale = e.once(`${x} row scale`, () => {
		const last = e.integers(-1);
		const top = e.op("ReduceMax", [x, last], { keepdims: 1 });
		const bottom = e.op("ReduceMin", [x, last], { keepdims: 1 });
		// The last bound keeps a row of zeros from being divided by zero.
		const bounds = [top, e.op("Neg", [bottom]), e.scalar(1e-20)];
		return e.op("Mul", [e.op("Max", bounds), e.scalar(1 / 127)]);
	});
	const codes = e.once(`${x} row codes`, () => {
		const flat = e.op("Reshape", [scale, e.integers(-1)]);
		const middle = e.op("Expand", [e.byte(128), e.op("Shape", [flat])]);
		return e.op("QuantizeLinear", [x, flat, middle], { axis: 0 });
	});
	return { codes, scale };
}
