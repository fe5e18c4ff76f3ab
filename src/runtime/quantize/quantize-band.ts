import type { QuantizedMatrix } from "../lower/quantized.ts";
import type { Band } from "./band.ts";
import { quantizeBlocks } from "./quantize-blocks.ts";

/** Where the codes of a band lie: `lanes` runs of `width` codes, the first at `offset`, each `stride` after the one before. */
export interface CodeRuns {
	readonly lanes: number;
	readonly width: number;
	readonly offset: number;
	readonly stride: number;
}

/** Rows of the weight run along the last axis of the codes, or are one after the other in them. */
export function codeRuns(
	{ start, count, columns }: Omit<Band, "weights">,
	{ form, transposed, tensor }: QuantizedMatrix,
): CodeRuns {
	const rows = tensor.shape[0] as number;
	if (form === "blocks") {
		const width = Math.ceil((count * columns) / 2);
		const offset = (start * columns) / 2;
		return { lanes: 1, width, offset, stride: width };
	}
	if (transposed)
		return {
			...{ lanes: columns, width: count },
			...{ offset: start, stride: rows },
		};
	const width = count * columns;
	return { lanes: 1, width, offset: start * columns, stride: width };
}

/** What belongs to more than one code, of a whole matrix. */
export interface Factors {
	readonly scales: Float32Array;
	readonly multipliers: Uint8Array;
	readonly offsets: Int8Array;
}

/** Quantises a band into codes as `codeRuns` lays them out, without gaps. */
export function quantizeBand(
	band: Band,
	{ form, transposed }: QuantizedMatrix,
	codes: Int8Array,
	factors: Factors,
): void {
	if (form === "blocks") {
		const packed = new Uint8Array(codes.buffer, codes.byteOffset, codes.length);
		quantizeBlocks(band, { codes: packed, ...factors });
		return;
	}
	const { scales } = factors;
	const byRow = (form === "columns") === transposed;
	if (byRow) quantizeRows(band, codes, scales, transposed);
	else quantizeColumns(band, codes, scales, transposed);
}

/** Fills in scale = max / 127, and returns what weights are multiplied by; 0 for weights of zeros. */
function inverseScale(top: number, scales: Float32Array, at: number): number {
	scales[at] = top / 127;
	return top > 0 ? 127 / top : 0;
}

/** A scale for each row; codes [columns, count] if they lie across the weight, else [count, columns]. */
function quantizeRows(
	{ weights, start, count, columns }: Band,
	codes: Int8Array,
	scales: Float32Array,
	across: boolean,
): void {
	const inverses = new Float64Array(count);
	for (let row = 0, i = 0; row < count; row++) {
		let top = 0;
		for (let k = 0; k < columns; k++, i++)
			top = Math.max(top, Math.abs(weights[i] as number));
		inverses[row] = inverseScale(top, scales, start + row);
	}
	roundAll({ weights, count, columns }, codes, across, (row) => inverses[row]);
}

/** A scale for each column of the whole weight; codes likewise. */
function quantizeColumns(
	{ weights, count, columns }: Band,
	codes: Int8Array,
	scales: Float32Array,
	across: boolean,
): void {
	const tops = new Float64Array(columns);
	for (let i = 0; i < weights.length; )
		for (let o = 0; o < columns; o++, i++) {
			const size = Math.abs(weights[i] as number);
			if (size > (tops[o] as number)) tops[o] = size;
		}
	const inverses = tops.map((top, o) => inverseScale(top, scales, o));
	roundAll({ weights, count, columns }, codes, across, (_, o) => inverses[o]);
}

function roundAll(
	{ weights, count, columns }: Pick<Band, "weights" | "count" | "columns">,
	codes: Int8Array,
	across: boolean,
	inverse: (row: number, column: number) => number | undefined,
): void {
	const [perRow, perColumn] = across ? [1, count] : [columns, 1];
	// Few rows at a time, so that codes of one column that lie across share a cache line.
	for (let first = 0; first < count; first += 64) {
		const end = Math.min(first + 64, count);
		for (let k = 0; k < columns; k++)
			for (let row = first; row < end; row++)
				codes[row * perRow + k * perColumn] = Math.round(
					(weights[row * columns + k] as number) * (inverse(row, k) as number),
				);
	}
}
