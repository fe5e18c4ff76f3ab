import { storedBlockSize } from "../../core/dtype.ts";
import { partsOf } from "../blocks/stored-blocks.ts";
import { readAt, withFile } from "../read-at.ts";
import type { TensorSource } from "../safetensors/write-safetensors.ts";
import { unpairRows } from "./decode-tensor.ts";
import type { GgufTensor } from "./gguf-file.ts";
import type { PlannedTensor } from "./tensor-plan.ts";

/** How one block lies in a GGUF file: numbers in binary16, then codes. */
interface BlockLayout {
	readonly bits: 4 | 8;
	readonly hasMinima: boolean;
	/** Added to codes of 4 bits, by exclusive or: what makes numbers around 8 signed ones. */
	readonly flip: number;
}

const layouts: Readonly<Record<string, BlockLayout>> = {
	Q4_0: { bits: 4, hasMinima: false, flip: 0x88 },
	Q4_1: { bits: 4, hasMinima: true, flip: 0 },
	Q8_0: { bits: 8, hasMinima: false, flip: 0 },
};

/** Formats whose blocks products can read as they are. */
export const usableBlocks: readonly string[] = Object.keys(layouts);

/** Tensors that are no linear layer, whatever their format. */
const tables = ["model.embed_tokens.weight", "lm_head.weight"];

const isUsable = ({ source, shape, layout }: PlannedTensor) =>
	shape.length === 2 &&
	source.format.name in layouts &&
	(layout.kind === "same" || layout.kind === "pairedRows");

/** The tensors whose blocks are kept: none if a linear layer has another format, since it would have to be rounded anew. */
export function tensorsInBlocks(
	tensors: readonly PlannedTensor[],
): readonly PlannedTensor[] {
	const layers = tensors.filter(
		({ name, shape }) => shape.length === 2 && !tables.includes(name),
	);
	if (!layers.every(isUsable)) return [];
	return tensors.filter(isUsable);
}

/** What is written of a tensor: its codes, scales and least values, each [rows, ...], with the bytes of a block for each. */
interface Part {
	readonly source: Pick<TensorSource, "name" | "dtype" | "shape">;
	readonly bytes: number;
	readonly take: (block: Uint8Array, out: Uint8Array) => void;
}

function partsFor({ name, shape, source }: PlannedTensor): Part[] {
	const layout = layouts[source.format.name] as BlockLayout;
	const { bits, hasMinima, flip } = layout;
	const [rows = 0, columns = 0] = shape;
	const names = partsOf(name);
	const perBlock = [rows, columns / storedBlockSize];
	const half = (name: string, at: number): Part => ({
		source: { name, dtype: "F16", shape: perBlock },
		...{ bytes: 2, take: (block, out) => out.set(block.subarray(at, at + 2)) },
	});
	const numbers = hasMinima ? 4 : 2;
	const codes: Part = {
		source: {
			name: names.codes,
			dtype: bits === 4 ? "U8" : "I8",
			shape: [rows, (columns * bits) / 8],
		},
		bytes: (storedBlockSize * bits) / 8,
		take(block, out) {
			const packed = block.subarray(numbers);
			if (bits === 8) out.set(packed);
			else interleave(packed, out, flip);
		},
	};
	return [
		half(names.scales, 0),
		...(hasMinima ? [half(names.minima, 2)] : []),
		codes,
	];
}

/** A byte of a GGUF block holds the codes j and j + 16; here it holds 2j and 2j + 1. */
function interleave(packed: Uint8Array, out: Uint8Array, flip: number): void {
	for (let j = 0; j < 8; j++) {
		const [a, b] = [packed[2 * j] as number, packed[2 * j + 1] as number];
		out[j] = ((a & 15) | ((b & 15) << 4)) ^ flip;
		out[j + 8] = ((a >> 4) | (b & 0xf0)) ^ flip;
	}
}

/** Blocks that are read at a time. */
const chunkBlocks = 1 << 17;

async function* readPart(
	file: string,
	{ format, offset, length }: GgufTensor,
	{ bytes, take }: Part,
): AsyncIterable<Uint8Array> {
	const total = length / format.bytes;
	for (let done = 0; done < total; done += chunkBlocks) {
		const count = Math.min(chunkBlocks, total - done);
		const packed = new Uint8Array(count * format.bytes);
		const from = offset + done * format.bytes;
		await withFile(file, "weights", (handle) =>
			readAt(handle, file, "weights", from, packed),
		);
		const out = new Uint8Array(count * bytes);
		for (let i = 0; i < count; i++)
			take(
				packed.subarray(i * format.bytes, (i + 1) * format.bytes),
				out.subarray(i * bytes, (i + 1) * bytes),
			);
		yield out;
	}
}

async function* inOrder(
	file: string,
	{ source, layout, shape }: PlannedTensor,
	part: Part,
): AsyncIterable<Uint8Array> {
	if (layout.kind !== "pairedRows") {
		yield* readPart(file, source, part);
		return;
	}
	const pieces: Uint8Array[] = [];
	for await (const piece of readPart(file, source, part)) pieces.push(piece);
	// A slice of a Buffer would share its memory.
	const whole = new Uint8Array(Buffer.concat(pieces));
	yield unpairRows(whole, shape[0] as number, layout.heads);
}

/** The blocks of tensors, unchanged, as tensors of a safetensors file. */
export function blockSources(
	file: string,
	tensors: readonly PlannedTensor[],
): TensorSource[] {
	return tensors.flatMap((tensor) =>
		partsFor(tensor).map((part) => ({
			...part.source,
			read: () => inOrder(file, tensor, part),
		})),
	);
}
