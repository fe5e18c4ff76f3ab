import {
	type StoredBlocks,
	type StoredTensor,
	storedBlockSize,
} from "../../core/dtype.ts";
import type { Value } from "../../graph/graph.ts";
import { type ElementType, elementType } from "../proto.ts";
import type { Emitter } from "./emitter.ts";
import { product } from "./product.ts";
import { realType } from "./real-type.ts";

/** Weights in float32 that exist at once, unless a row has more. */
const mostWeights = 2 ** 22;

/** Some rows of a weight. */
interface Band {
	readonly start: number;
	readonly count: number;
}

/** The same of a known width. */
interface Matrix extends Band {
	readonly columns: number;
}

/**
 * x W or x W^T in float32, with W [rows, columns] as its file holds it: float32 values are made of it for each product anew, because those of
 * all weights would take several times the memory. Of a large W they are made and multiplied one band of rows after the other.
 */
export function storedProduct(
	e: Emitter,
	x: string,
	weight: Value,
	transposed: boolean,
	out?: string,
): string {
	const tensor = e.frozen.get(weight.name)?.tensor;
	if (!tensor) throw new RangeError(`${weight.name} is not frozen`);
	const bands = bandsOf(tensor);
	return transposed
		? joinedOutputs(e, x, tensor, bands, out)
		: summedOutputs(e, x, tensor, bands, out);
}

function bandsOf({ shape }: StoredTensor): Band[] {
	const [rows = 0, columns = 0] = shape;
	const parts = Math.ceil((rows * columns) / mostWeights);
	const height = Math.ceil(rows / parts);
	return Array.from({ length: Math.ceil(rows / height) }, (_, i) => ({
		start: i * height,
		count: Math.min(height, rows - i * height),
	}));
}

/** x W^T: each band of W gives outputs of its own. */
function joinedOutputs(
	e: Emitter,
	x: string,
	tensor: StoredTensor,
	bands: readonly Band[],
	out?: string,
): string {
	const options = { transB: true, rank: 2 };
	const parts: string[] = [];
	for (const band of bands) {
		const w = expanded(e, tensor, band, parts.at(-1) ?? x);
		const into = bands.length === 1 ? out : undefined;
		parts.push(product(e, x, w, options, into));
	}
	if (parts.length === 1) return parts[0] as string;
	return e.op("Concat", parts, { axis: 1 }, out);
}

/** x W: each band of W multiplies features of its own of x, and the products add up. */
function summedOutputs(
	e: Emitter,
	x: string,
	tensor: StoredTensor,
	bands: readonly Band[],
	out?: string,
): string {
	if (bands.length === 1)
		return e.op(
			"MatMul",
			[x, expanded(e, tensor, bands[0] as Band, x)],
			{},
			out,
		);
	const last = bands.length - 1;
	return bands.reduce<string | null>((sofar, band, i) => {
		const features = e.op("Slice", [
			x,
			e.integers(band.start),
			e.integers(band.start + band.count),
			e.integers(1),
		]);
		const w = expanded(e, tensor, band, sofar ?? x);
		const addend = sofar === null ? [] : [sofar];
		const into = i === last ? out : undefined;
		return e.op("Gemm", [features, w, ...addend], {}, into);
	}, null) as string;
}

/**
 * Rows of a weight in float32, not before the matrix `token` is known. Otherwise the runtime would compute them when the session opens, or
 * once for the products of both passes.
 */
function expanded(
	e: Emitter,
	tensor: StoredTensor,
	band: Band,
	token: string,
): string {
	const { blocks } = tensor;
	const columns = tensor.shape[1] as number;
	const matrix = { ...band, columns };
	if (blocks) return fromBlocks(e, blocks, matrix, token);
	return numbers(e, tensor, matrix, token);
}

function fromBlocks(
	e: Emitter,
	{ bits, codes, scales, minima }: StoredBlocks,
	{ columns, ...band }: Matrix,
	token: string,
): string {
	const perRow = { ...band, columns: columns / storedBlockSize };
	const whole = [band.count, columns];
	const type = bits === 8 ? "int8" : minima ? "uint4" : "int4";
	const factors = numbers(e, scales, perRow, token);
	const held = raw(e, codes, { ...band, columns }, type);
	const blocks = { axis: 1, block_size: storedBlockSize };
	const scaled = shaped(
		e,
		e.op("DequantizeLinear", [held, factors], blocks),
		whole,
	);
	if (!minima) return scaled;
	const count = band.count * perRow.columns;
	const sum = e.op("Add", [
		reshaped(e, scaled, [count, storedBlockSize]),
		reshaped(e, numbers(e, minima, perRow, token), [count, 1]),
	]);
	return reshaped(e, shaped(e, sum, [count, storedBlockSize]), whole);
}

/** Numbers of a file in float32, not before `token` is known. */
function numbers(
	e: Emitter,
	tensor: StoredTensor,
	matrix: Matrix,
	token: string,
): string {
	const type = realType(tensor);
	const held = late(e, raw(e, tensor, matrix, type), matrix.columns, token);
	const { count, columns } = matrix;
	if (type === "float32") return shaped(e, held, [count, columns]);
	const wide = e.op("Cast", [held], { to: elementType.float32 });
	return shaped(e, wide, [count, columns]);
}

/** Says what shape x has. */
function shaped(e: Emitter, x: string, shape: readonly number[]): string {
	e.shapes.set(x, shape);
	return x;
}

const reshaped = (e: Emitter, x: string, shape: readonly number[]) =>
	shaped(e, e.op("Reshape", [x, e.integers(...shape)]), shape);

/** A tensor of `columns` columns, not before `token` is known: its shape is computed from the token's. */
function late(
	e: Emitter,
	tensor: string,
	columns: number,
	token: string,
): string {
	const shape = e.once(`[-1, ${columns}] after ${token}`, () => {
		const nothing = e.once(`[0, 0] after ${token}`, () =>
			e.op("Mul", [e.op("Shape", [token]), e.integers(0, 0)]),
		);
		return e.op("Add", [nothing, e.integers(-1, columns)]);
	});
	return e.op("Reshape", [tensor, shape]);
}

/** Rows of a tensor as they lie in its file, [count, columns]. */
function raw(
	e: Emitter,
	{ name, file, offset, length, shape }: StoredTensor,
	{ start, count, columns }: Matrix,
	type: ElementType,
): string {
	const width = length / (shape[0] as number);
	const at = offset + start * width;
	return e.once(`raw ${file} ${at} ${count}`, () =>
		e.rawPart(`${name}.${e.fresh("rows")}`, {
			...{ file, type, dims: [count, columns] },
			...{ offset: at, length: count * width },
		}),
	);
}
