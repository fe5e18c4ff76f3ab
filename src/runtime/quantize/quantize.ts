import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { applyTransform } from "../../graph/frozen-transform.ts";
import { placeOf, type QuantizedMatrix, zeroCode } from "../lower/quantized.ts";
import {
	type CodeRuns,
	codeRuns,
	type Factors,
	quantizeBand,
} from "./quantize-band.ts";
import { Scratch, WeightReader } from "./weight-reader.ts";

const bandBytes = 2 ** 22;

interface Memory {
	readonly reader: WeightReader;
	readonly codes: Scratch;
	/** Of float32 weights at once, if no more are needed. */
	readonly heldBytes: number;
}

/**
 * Writes all matrices to a file in the layout that the model declares. A large weight is read in bands of rows if it can be,
 * so that a head over a large vocabulary is never in memory in float32.
 */
export async function writeQuantized(
	path: string,
	matrices: readonly QuantizedMatrix[],
	heldBytes = bandBytes,
): Promise<void> {
	const memory = {
		...{ reader: new WeightReader(), codes: new Scratch(), heldBytes },
	};
	const file = openSync(path, "w");
	try {
		for (const uses of byPlace(matrices)) await writeUses(file, uses, memory);
		ftruncateSync(file, matrices.at(-1)?.end ?? 0);
	} finally {
		closeSync(file);
	}
}

/** Uses of the same weights, which are read once. */
function byPlace(matrices: readonly QuantizedMatrix[]): QuantizedMatrix[][] {
	const groups = new Map<string, QuantizedMatrix[]>();
	for (const matrix of matrices) {
		const key = placeOf(matrix);
		groups.set(key, [...(groups.get(key) ?? []), matrix]);
	}
	return [...groups.values()];
}

async function writeUses(
	file: number,
	uses: readonly QuantizedMatrix[],
	{ reader, codes: scratch, heldBytes }: Memory,
): Promise<void> {
	const { tensor, transform } = uses[0] as QuantizedMatrix;
	const [rows, columns] = tensor.shape as [number, number];
	const gain = transform?.gain ?? null;
	const gains =
		gain && Float32Array.from(await reader.rows(gain, 0, gain.shape[0] ?? 0));
	const factors = uses.map(
		(use): Factors => ({
			scales: new Float32Array(use.scalesLength / 4),
			multipliers: new Uint8Array(use.blocksLength),
			offsets: new Int8Array(use.blocksLength),
		}),
	);
	const height = bandRows(uses, [rows, columns], heldBytes);
	for (let start = 0; start < rows; start += height) {
		const count = Math.min(height, rows - start);
		const weights = await reader.rows(tensor, start, count);
		if (transform) applyTransform(weights, [count, columns], gains, transform);
		const band = { weights, start, count, columns };
		for (const [i, use] of uses.entries()) {
			const runs = codeRuns(band, use);
			const size = runs.lanes * runs.width;
			const codes = new Int8Array(scratch.bytes(size), 0, size);
			quantizeBand(band, use, codes, factors[i] as Factors);
			if (use.form !== "blocks") shift(codes, use);
			writeRuns(file, codes, runs, use.codesOffset);
		}
	}
	for (const [i, use] of uses.entries()) {
		const { scales, multipliers, offsets } = factors[i] as Factors;
		shift(offsets, use);
		writeAll(file, scales, use.scalesOffset);
		writeAll(file, multipliers, use.blocksOffset);
		writeAll(file, offsets, use.blocksOffset + use.blocksLength);
	}
}

/** Adds the code of 0 to signed bytes; from 128 on they are negative here and not in the file. */
function shift(bytes: Int8Array, { codeType }: QuantizedMatrix): void {
	const zero = zeroCode[codeType];
	if (zero === 0) return;
	for (let i = 0; i < bytes.length; i++) bytes[i] = (bytes[i] as number) + zero;
}

/** All rows if the scale of a stored column depends on all of them, else whole blocks of a rotation, whose 4-bit codes fill bytes. */
function bandRows(
	uses: readonly QuantizedMatrix[],
	[rows, columns]: readonly [number, number],
	heldBytes: number,
): number {
	const needsAll = uses.some(
		({ form, transposed }) =>
			form !== "blocks" && (form === "rows") === transposed,
	);
	const rotated = uses[0]?.transform?.blocks[0] ?? 1;
	const unit = (rotated * columns) % 2 === 0 ? rotated : 2 * rotated;
	const units = Math.floor(heldBytes / 4 / columns / unit);
	return needsAll || units === 0 ? rows : Math.min(rows, units * unit);
}

function writeRuns(
	file: number,
	codes: Int8Array,
	{ lanes, width, offset, stride }: CodeRuns,
	from: number,
): void {
	if (width === stride) {
		writeAll(file, codes, from + offset);
		return;
	}
	for (let lane = 0; lane < lanes; lane++) {
		const run = codes.subarray(lane * width, (lane + 1) * width);
		writeAll(file, run, from + offset + lane * stride);
	}
}

/** A single write is limited to 2 GiB and may be cut short. */
function writeAll(
	file: number,
	data: Int8Array | Uint8Array | Float32Array,
	offset: number,
): void {
	const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
	for (let done = 0; done < bytes.length; ) {
		const part = Math.min(bytes.length - done, 2 ** 30);
		done += writeSync(file, bytes, done, part, offset + done);
	}
}
