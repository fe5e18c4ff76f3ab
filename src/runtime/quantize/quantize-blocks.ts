import { blockSize } from "../lower/quantized.ts";
import type { Band } from "./band.ts";

/** The largest weight of a row in steps of its scale: half a multiplier above it is still a signed byte. */
const reach = 119;

/** Part of a block's range that codes span at least: a smaller step for most weights may be worth cutting off the outermost. */
const leastSpan = 0.8;

/** The parts of a matrix in 4 bits. Its weights are scale x (multiplier x code + offset), with codes of -8 to 7. */
export interface BlockParts {
	/** Two codes a byte, the first in its low half: those of the band alone, while the others are those of the whole matrix. */
	readonly codes: Uint8Array;
	/** One for each block, a row after the other. */
	readonly multipliers: Uint8Array;
	readonly offsets: Int8Array;
	/** One a row. */
	readonly scales: Float32Array;
}

/** What a block is rounded with, and the squared error. */
interface Grid {
	multiplier: number;
	offset: number;
	error: number;
}

/**
 * Rounds rows of weights. Multiplier and offset of a block are whole numbers, so that a row in bytes is exactly what its codes stand for; of
 * some candidates they have the least squared error. The scale of a row has the least error for them.
 */
export function quantizeBlocks(
	{ weights, start, count, columns }: Band,
	{ codes, multipliers, offsets, scales }: BlockParts,
): void {
	codes.fill(0);
	const blocks = Math.ceil(columns / blockSize);
	const steps = new Float64Array(columns);
	for (let row = 0; row < count; row++) {
		const unit = toSteps(weights, row * columns, steps);
		let [products, squares] = [0, 0];
		for (let block = 0; block < blocks; block++) {
			const first = block * blockSize;
			const end = Math.min(first + blockSize, columns);
			const { multiplier, offset } = bestGrid(steps, first, end);
			const at = (start + row) * blocks + block;
			multipliers[at] = multiplier;
			offsets[at] = offset;
			for (let k = first; k < end; k++) {
				const step = steps[k] as number;
				const code = codeOf((step - offset) / multiplier);
				const place = row * columns + k;
				const half = (code & 15) << (4 * (place & 1));
				codes[place >> 1] = (codes[place >> 1] as number) | half;
				const rounded = multiplier * code + offset;
				products += step * rounded;
				squares += rounded * rounded;
			}
		}
		scales[start + row] = squares > 0 ? (unit * products) / squares : 0;
	}
}

/** A row in steps of a 119th of its largest weight. Returns the step; 0 for a row of zeros. */
function toSteps(
	weights: Float32Array,
	from: number,
	steps: Float64Array,
): number {
	let top = 0;
	for (let k = 0; k < steps.length; k++)
		top = Math.max(top, Math.abs(weights[from + k] as number));
	const inverse = top > 0 ? reach / top : 0;
	for (let k = 0; k < steps.length; k++)
		steps[k] = (weights[from + k] as number) * inverse;
	return top / reach;
}

/** Doubles around it are whole numbers: adding and subtracting it rounds, in half the time of Math.round. */
const wholes = 1.5 * 2 ** 52;

/** The nearest whole number from -8 to 7. */
function codeOf(x: number): number {
	const nearest = x + wholes - wholes;
	if (nearest < -8) return -8;
	return Math.min(nearest, 7);
}

function bestGrid(steps: Float64Array, first: number, end: number): Grid {
	let [low, high] = [steps[first] as number, steps[first] as number];
	for (let k = first + 1; k < end; k++) {
		const step = steps[k] as number;
		if (step < low) low = step;
		if (step > high) high = step;
	}
	const widest = Math.max(1, Math.ceil((high - low) / 15));
	const narrowest = Math.max(1, Math.floor(leastSpan * widest));
	const best = { multiplier: 1, offset: 0, error: Number.POSITIVE_INFINITY };
	for (let multiplier = narrowest; multiplier <= widest; multiplier++) {
		// Codes reach down to the lowest weight, or up to the highest, or leave out as much at either end.
		const [down, up] = [low + 8 * multiplier, high - 7 * multiplier];
		tryGrid(steps, first, end, { multiplier, offset: (down + up) / 2, best });
		if (down > up - 1 && down < up + 1) continue;
		tryGrid(steps, first, end, { multiplier, offset: down, best });
		tryGrid(steps, first, end, { multiplier, offset: up, best });
	}
	return best;
}

/** Keeps a multiplier if it is better than the best so far, with the offset moved by the mean error that it leaves. */
function tryGrid(
	steps: Float64Array,
	first: number,
	end: number,
	{
		multiplier,
		offset: middle,
		best,
	}: { multiplier: number; offset: number; best: Grid },
): void {
	let offset = Math.round(middle);
	for (let pass = 0; pass < 2; pass++) {
		const inverse = 1 / multiplier;
		let [error, mean] = [0, 0];
		for (let k = first; k < end; k++) {
			const step = (steps[k] as number) - offset;
			const off = step - multiplier * codeOf(step * inverse);
			error += off * off;
			mean += off;
		}
		if (error < best.error) {
			best.multiplier = multiplier;
			best.offset = offset;
			best.error = error;
		}
		const moved = Math.round(mean / (end - first));
		if (moved === 0 || error > best.error) return;
		offset += moved;
	}
}
