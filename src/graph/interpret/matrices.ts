import { rotateBlocks } from "../../core/block-rotation.ts";
import type { Attributes } from "../operations.ts";
import {
	asMatrix,
	get,
	type Interpretation,
	type Tensor,
	tensor,
} from "./tensor.ts";

/** alpha op(a) op(b) of two matrices. */
export function product(
	a: Tensor,
	b: Tensor,
	{ transA, transB, alpha }: Attributes<"matmul">,
): Tensor {
	const [ra, ca] = a.shape as [number, number];
	const [rb, cb] = b.shape as [number, number];
	const [rows, inner] = transA ? [ca, ra] : [ra, ca];
	const columns = transB ? rb : cb;
	const out = tensor([rows, columns]);
	for (let i = 0; i < rows; i++)
		for (let j = 0; j < columns; j++) {
			let sum = 0;
			for (let k = 0; k < inner; k++)
				sum +=
					get(a.data, transA ? k * ca + i : i * ca + k) *
					get(b.data, transB ? j * cb + k : k * cb + j);
			out.data[i * columns + j] = alpha * sum;
		}
	return out;
}

export const sum: Interpretation<"sum"> = ([x], { axes }, [output]) => {
	const kept = x.shape.map((dim, i) => (axes.includes(i) ? 1 : dim));
	const out = tensor(kept);
	const index = x.shape.map(() => 0);
	for (const value of x.data) {
		let offset = 0;
		for (let axis = 0; axis < kept.length; axis++)
			offset =
				offset * (kept[axis] as number) +
				(axes.includes(axis) ? 0 : (index[axis] as number));
		out.data[offset] = get(out.data, offset) + value;
		for (let axis = index.length - 1; axis >= 0; axis--) {
			index[axis] = (index[axis] as number) + 1;
			if ((index[axis] as number) < (x.shape[axis] as number)) break;
			index[axis] = 0;
		}
	}
	const shape =
		output.shape.length === kept.length
			? kept
			: kept.filter((_, i) => !axes.includes(i));
	return [tensor(shape, out.data)];
};

/** Copies a stretch of one axis from x into out. */
function copyAlong(
	axis: number,
	x: Tensor,
	xStart: number,
	out: Tensor,
	outStart: number,
	count: number,
): void {
	const inner = x.shape.slice(axis + 1).reduce((p, d) => p * d, 1);
	const outer = x.shape.slice(0, axis).reduce((p, d) => p * d, 1);
	const [nx, no] = [x.shape[axis] as number, out.shape[axis] as number];
	for (let o = 0; o < outer; o++) {
		const from = (o * nx + xStart) * inner;
		out.data.set(
			x.data.subarray(from, from + count * inner),
			(o * no + outStart) * inner,
		);
	}
}

export const concat: Interpretation<"concat"> = (inputs, { axis }) => {
	const [first] = inputs;
	const total = inputs.reduce((size, t) => size + (t.shape[axis] as number), 0);
	const out = tensor(first.shape.map((dim, i) => (i === axis ? total : dim)));
	let start = 0;
	for (const part of inputs) {
		const size = part.shape[axis] as number;
		copyAlong(axis, part, 0, out, start, size);
		start += size;
	}
	return [out];
};

export const split: Interpretation<"split"> = ([x], { axis, sizes }) => {
	let start = 0;
	return sizes.map((size) => {
		const out = tensor(x.shape.map((dim, i) => (i === axis ? size : dim)));
		copyAlong(axis, x, start, out, 0, size);
		start += size;
		return out;
	});
};

export const rotated: Interpretation<"rotateBlocks"> = (
	[x],
	{ axis, block, inverse },
) => {
	const inner = x.shape.slice(axis + 1).reduce((p, d) => p * d, 1);
	const data = x.data.slice();
	rotateBlocks(data, {
		...{ length: x.shape[axis] as number, inner },
		...{ block, inverse },
	});
	return [tensor(x.shape, data)];
};

/** Rows of a matrix by index, in the shape of the index. */
export function gather(table: Tensor, index: Tensor): Tensor {
	const inner = table.data.length / (table.shape[0] as number);
	const out = tensor([...index.shape, ...table.shape.slice(1)]);
	index.data.forEach((row, i) => {
		out.data.set(
			table.data.subarray(row * inner, (row + 1) * inner),
			i * inner,
		);
	});
	return out;
}

/** Adds rows of dy into the rows that the index names. */
export function scatterAdd(dy: Tensor, index: Tensor, rows: number): Tensor {
	const { columns } = asMatrix(dy);
	const out = tensor([rows, columns]);
	index.data.forEach((row, i) => {
		for (let c = 0; c < columns; c++)
			out.data[row * columns + c] =
				get(out.data, row * columns + c) + get(dy.data, i * columns + c);
	});
	return out;
}
