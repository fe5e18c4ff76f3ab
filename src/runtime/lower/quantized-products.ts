import type { HeldBits, Value } from "../../graph/graph.ts";
import type { Emitter, FrozenLeaf } from "./emitter.ts";
import { blockSize, type QuantizedMatrix, zeroCode } from "./quantized.ts";
import { runtimeZero } from "./runtime-zero.ts";

/** The bits of W in x W (or x W^T): 32 is float32. Only the CPU has products in fewer. */
function bitsOf(e: Emitter, weight: Value, transposed: boolean): HeldBits {
	const precision =
		e.frozen.get(weight.name)?.precision ?? e.trained.get(weight.name);
	if (!precision || e.device !== "cpu") return 32;
	return transposed ? precision.transposed : precision.direct;
}

/** Whether x W (or x W^T) is computed in 8 bits, from weights that are held in 8 or 4. */
export function isQuantized(
	e: Emitter,
	weight: Value,
	transposed: boolean,
): boolean {
	const bits = bitsOf(e, weight, transposed);
	return bits === 8 || bits === 4;
}

/** Whether W is held as stored, in one copy for x W and x W^T. */
export function isStored(e: Emitter, weight: Value): boolean {
	return bitsOf(e, weight, true) === "stored";
}

/** Whether W is held in 4 bits, in one copy for x W and x W^T. */
export function isFourBit(e: Emitter, weight: Value): boolean {
	return bitsOf(e, weight, true) === 4;
}

export interface ProductOptions {
	/** The result's name. */
	readonly out?: string | undefined;
	/** What the graph calls the number of rows, which is then the same wherever it is called so; null if it has no name. */
	readonly count?: string | null;
}

/** The name of a value's number of rows, if it has one. */
export function countOf({ shape: [rows] }: Value): string | null {
	return typeof rows === "string" ? rows : null;
}

/** x W or x W^T with W frozen in 8 or 4 bits, x [N, inner]. */
export function quantizedProduct(
	e: Emitter,
	x: string,
	weight: Value,
	transposed: boolean,
	{ out, count = null }: ProductOptions = {},
): string {
	if (e.trained.has(weight.name))
		return trainedProduct(e, x, e.name(weight), transposed, out);
	if (isFourBit(e, weight)) {
		const m = e.quantized.hold(frozenOf(e, weight), "blocks", true);
		const codes = wholeCodes(e, m, x);
		return byRowScales(e, x, { codes, scales: m.scales }, transposed, out);
	}
	const rows = quantizedRows(e, x, rowSteps(e, x), { count });
	const m = e.quantized.hold(frozenOf(e, weight), "columns", transposed);
	return rowsProduct(e, rows, m, m.scales, out);
}

/** x times a matrix in 8 bits with a scale per output, not before the matrix `token` is known. */
export function heldProduct(
	e: Emitter,
	x: string,
	{ codes, scales }: QuantizedMatrix,
	token: string | null,
): string {
	const rows = quantizedRows(e, x, rowSteps(e, x));
	const unit = e.scalar(rows.steps.unit);
	const late = token ? e.op("Add", [runtimeZero(e, token), unit]) : unit;
	const whole = integerProduct(e, rows, codes, [late, scales]);
	return e.op("Mul", [whole, rows.steps.scale]);
}

/**
 * A matrix in 4 bits as bytes [rows, columns]: multiplier x code + offset. They are made anew for each product, because those of all weights
 * would take twice the memory. They wait for x: products of one pass would otherwise share them until the way back.
 */
function wholeCodes(e: Emitter, m: QuantizedMatrix, x: string): string {
	const one = e.once(`one after ${x}`, () =>
		e.op("Add", [runtimeZero(e, x), e.scalar(1)]),
	);
	const codes = e.op("DequantizeLinear", [m.codes, one]);
	// Steps of all matrices, computed when the session opens, would take half as much memory as the codes.
	const steps = e.op("Reciprocal", [
		e.op("DequantizeLinear", [m.multipliers, one]),
	]);
	const blocks = { axis: 1, block_size: blockSize };
	return e.op("QuantizeLinear", [codes, steps, m.offsets], blocks);
}

/**
 * x W or x W^T with a trained W [rows, columns], which is quantised here with one scale per row: rows are contiguous, which makes this several
 * times as fast as one scale per column.
 */
function trainedProduct(
	e: Emitter,
	x: string,
	weight: string,
	transposed: boolean,
	out?: string,
): string {
	const { flat: scales } = rowSteps(e, weight);
	const codes = e.once(`${weight} codes`, () => {
		const zeros = e.op("Expand", [zeroOf(e), e.op("Shape", [scales])]);
		return e.op("QuantizeLinear", [weight, scales, zeros], { axis: 0 });
	});
	return byRowScales(e, x, { codes, scales }, transposed, out);
}

/**
 * x W or x W^T with codes [rows, columns] and one scale per row. In x W^T a row's scale is that of an output; in x W it belongs to a feature of
 * x, and goes into x.
 */
function byRowScales(
	e: Emitter,
	x: string,
	{ codes, scales }: Pick<QuantizedMatrix, "codes" | "scales">,
	transposed: boolean,
	out?: string,
): string {
	if (!transposed) {
		const scaled = e.op("Mul", [x, scales]);
		const rows = quantizedRows(e, scaled, rowSteps(e, scaled));
		return rowsProduct(e, rows, { codes }, e.scalar(1), out);
	}
	const turned = e.once(`${codes} transposed`, () =>
		e.op("Transpose", [codes], { perm: [1, 0] }),
	);
	const rows = quantizedRows(e, x, rowSteps(e, x));
	return rowsProduct(e, rows, { codes: turned }, scales, out);
}

export function frozenOf(e: Emitter, weight: Value): FrozenLeaf {
	const leaf = e.frozen.get(weight.name);
	if (leaf) return leaf;
	throw new RangeError(`${weight.name} is not frozen`);
}

/** Codes of activations by codes of weights, times the scales of rows and those of outputs. */
export function rowsProduct(
	e: Emitter,
	rows: QuantizedRows,
	m: Pick<QuantizedMatrix, "codes">,
	outputScales: string,
	out?: string,
): string {
	const { scale, unit } = rows.steps;
	const scales = [e.scalar(unit), outputScales] as const;
	const whole = integerProduct(e, rows, m.codes, scales);
	return e.op("Mul", [whole, scale], {}, out);
}

/** Codes of rows by codes of weights, times a scale of the rows and scales of the outputs. */
function integerProduct(
	e: Emitter,
	{ codes, zero }: Pick<QuantizedRows, "codes" | "zero">,
	weights: string,
	scales: readonly [string, string],
): string {
	const inputs = [codes, weights, ...scales, e.byte(zero)];
	if (e.quantized.codeType === "uint8") inputs.push(zeroOf(e));
	return e.own("MatMulIntegerToFloat", inputs);
}

/** The code of a weight of 0. */
function zeroOf(e: Emitter): string {
	const { codeType } = e.quantized;
	const zero = zeroCode[codeType];
	return codeType === "uint8" ? e.byte(zero) : e.signedByte(zero);
}

/** The step of each row's bytes: unit x scale. */
export interface RowSteps {
	readonly unit: number;
	/** [N, 1] */
	readonly scale: string;
	/** The steps themselves, [N]. */
	readonly flat: string;
}

/** Rows as bytes. */
export interface QuantizedRows {
	readonly codes: string;
	readonly steps: RowSteps;
	/** The byte of 0: 128, or 0 for rows without negative values. */
	readonly zero: number;
	/** The same for each row, [N]. */
	readonly middle: string;
}

/** Steps [N, 1]. */
export function stepsFrom(e: Emitter, scale: string): RowSteps {
	const flat = e.once(`${scale} flat`, () =>
		e.op("Reshape", [scale, e.integers(-1)]),
	);
	return { unit: 1, scale, flat };
}

/** Steps of 1/127 of the largest magnitude of each row. The bound keeps a row of zeros from being divided by zero. */
const stepsOf = (e: Emitter, ...tops: string[]) =>
	stepsFrom(
		e,
		e.op("Mul", [e.op("Max", [...tops, e.scalar(1e-20)]), e.scalar(1 / 127)]),
	);

/** Shared by all products of the same rows, as their bytes are. */
export function rowSteps(e: Emitter, x: string): RowSteps {
	if (e.fewRows) return quickSteps(e, x);
	const scale = e.once(`${x} row scale`, () => {
		const last = e.integers(-1);
		const top = e.op("ReduceMax", [x, last], { keepdims: 1 });
		const bottom = e.op("ReduceMin", [x, last], { keepdims: 1 });
		return stepsOf(e, top, e.op("Neg", [bottom])).scale;
	});
	return stepsFrom(e, scale);
}

/**
 * The same with two nodes less. A row of zeros has the step 0: its bytes are whatever the runtime makes of 0 / 0, and what comes of them is
 * multiplied by 0.
 */
function quickSteps(e: Emitter, x: string): RowSteps {
	const unit = 1 / 127;
	const scale = e.once(`${x} row top`, () =>
		e.op("ReduceMax", [e.op("Abs", [x]), e.integers(-1)], { keepdims: 1 }),
	);
	const flat = e.once(`${scale} flat`, () =>
		e.op("Reshape", [e.op("Mul", [scale, e.scalar(unit)]), e.integers(-1)]),
	);
	return { unit, scale, flat };
}

interface RowOptions {
	/** What the graph calls the number of rows. */
	readonly count?: string | null;
	readonly zero?: number;
}

export function quantizedRows(
	e: Emitter,
	x: string,
	steps: RowSteps,
	{ count = null, zero = 128 }: RowOptions = {},
): QuantizedRows {
	const { flat } = steps;
	const middle = e.once(`${count ?? flat} at ${zero}`, () =>
		e.op("Expand", [e.byte(zero), e.op("Shape", [flat])]),
	);
	const codes = e.once(`${x} in steps of ${flat}`, () =>
		e.op("QuantizeLinear", [x, flat, middle], { axis: 0 }),
	);
	return { codes, steps, zero, middle };
}
