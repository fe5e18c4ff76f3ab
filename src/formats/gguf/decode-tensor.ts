import { TemperError } from "../../core/error.ts";
import { readAt, withFile } from "../read-at.ts";
import type { GgufTensor } from "./gguf-file.ts";
import type { PlannedTensor } from "./tensor-plan.ts";

/** Values unpacked at a time: whole blocks of every format. */
const chunkElements = 1 << 22;

function elementsOf(tensor: GgufTensor): number {
	return (tensor.length / tensor.format.bytes) * tensor.format.elements;
}

/** The values of a tensor in the file's own order, in pieces of at most four million. Throws `weights`. */
async function* decodeChunks(
	file: string,
	tensor: GgufTensor,
): AsyncIterable<Float32Array> {
	const { format } = tensor;
	const total = elementsOf(tensor);
	for (let done = 0; done < total; done += chunkElements) {
		const values = new Float32Array(Math.min(chunkElements, total - done));
		const blocks = values.length / format.elements;
		const packed = new Uint8Array(blocks * format.bytes);
		const offset = tensor.offset + (done / format.elements) * format.bytes;
		await withFile(file, "weights", (handle) =>
			readAt(handle, file, "weights", offset, packed),
		);
		format.decode(packed, values);
		const bad = values.findIndex((value) => !Number.isFinite(value));
		if (bad >= 0) {
			throw new TemperError("weights", {
				where: `${file}, tensor ${tensor.name}, element ${done + bad}`,
				expected: "a finite number",
				found: `${values[bad]}`,
				hint: "The file is damaged: fetch it again.",
			});
		}
		yield values;
	}
}

/** All values of a tensor in the file's own order. Throws `weights`. */
export async function decodeTensor(
	file: string,
	tensor: GgufTensor,
): Promise<Float32Array> {
	const values = new Float32Array(elementsOf(tensor));
	let at = 0;
	for await (const chunk of decodeChunks(file, tensor)) {
		values.set(chunk, at);
		at += chunk.length;
	}
	return values;
}

/** Row 2i of a head in the file is row i of the folder, row 2i + 1 is row i + half the head. */
export function unpairRows<Values extends Float32Array | Uint8Array>(
	values: Values,
	rows: number,
	heads: number,
): Values {
	const width = values.length / rows;
	const headRows = rows / heads;
	const half = headRows / 2;
	const out = values.slice() as Values;
	for (let row = 0; row < rows; row++) {
		const within = row % headRows;
		const source =
			row - within + (within < half ? 2 * within : 2 * (within - half) + 1);
		out.set(values.subarray(source * width, (source + 1) * width), row * width);
	}
	return out;
}

function transpose(
	values: Float32Array,
	rows: number,
	columns: number,
): Float32Array {
	const out = new Float32Array(values.length);
	for (let row = 0; row < rows; row++)
		for (let column = 0; column < columns; column++)
			out[row * columns + column] = values[column * rows + row] as number;
	return out;
}

/** The values of a planned tensor in the folder's order. Throws `weights`. */
export async function* readPlanned(
	file: string,
	tensor: PlannedTensor,
): AsyncIterable<Float32Array> {
	const { source, shape, layout } = tensor;
	if (layout.kind === "same") {
		yield* decodeChunks(file, source);
		return;
	}
	const values = await decodeTensor(file, source);
	const [rows = 1, columns = 1] = shape;
	switch (layout.kind) {
		case "pairedRows":
			yield unpairRows(values, rows, layout.heads);
			return;
		case "transposed":
			yield transpose(values, rows, columns);
			return;
		case "plusOne":
			yield values.map((value) => value - 1);
			return;
		default:
			layout satisfies never;
	}
}
