import { narrowHalf } from "../../../core/half.ts";
import { RandomStream } from "../../../core/random.ts";
import { ggufBytes, type TestTensor } from "./gguf-bytes.ts";
import { sizes } from "./tiny-decoder.ts";

/** ggml's numbers of formats whose blocks hold 32 weights. */
export const blockTypes = { Q4_0: 2, Q4_1: 3, Q5_0: 6, Q8_0: 8 } as const;

export type BlockType = keyof typeof blockTypes;

const bytesOf: Readonly<Record<BlockType, number>> = {
	Q4_0: 18,
	Q4_1: 20,
	Q5_0: 22,
	Q8_0: 34,
};

/** A matrix of random blocks, with weights of about 0.1. */
export function blockTensor(
	name: string,
	format: BlockType,
	[rows, columns]: readonly [number, number],
): TestTensor {
	const stream = new RandomStream(5, name);
	const width = bytesOf[format];
	const bytes = Uint8Array.from(
		{ length: ((rows * columns) / 32) * width },
		() => stream.integer(256),
	);
	const halves = (block: number, at: number, value: number) => {
		const bits = new Uint16Array(1);
		narrowHalf(Float32Array.of(value), bits);
		bytes.set(new Uint8Array(bits.buffer), block * width + at);
	};
	for (let block = 0; block < bytes.length / width; block++) {
		const scale = 0.02 + 0.01 * stream.uniform();
		// Scales of a block may be negative.
		const sign = stream.uniform() < 0.5 ? -1 : 1;
		halves(block, 0, sign * (format === "Q8_0" ? scale / 16 : scale));
		if (format === "Q4_1") halves(block, 2, -sign * 7 * scale);
	}
	return {
		...{ name, shape: [rows, columns], values: [] },
		packed: { type: blockTypes[format], bytes },
	};
}

const plain = (name: string, size: number): TestTensor => ({
	name,
	...{ shape: [size], values: new Float32Array(size).fill(1) },
});

/** A GGUF file of a llama of one layer and two heads, whose linear layers are in a format; `others`: by their names in the file. */
export function blockDecoder(
	format: BlockType,
	others: Readonly<Record<string, BlockType>> = {},
): Buffer {
	const [hidden, wide, words] = [32, 64, 5];
	const matrix = (name: string, rows: number, columns: number) =>
		blockTensor(`${name}.weight`, others[name] ?? format, [rows, columns]);
	const metadata = sizes("llama", {
		embedding_length: { u32: hidden },
		feed_forward_length: { u32: wide },
		"attention.head_count": { u32: 2 },
	});
	return ggufBytes(metadata, [
		matrix("token_embd", words, hidden),
		plain("blk.0.attn_norm.weight", hidden),
		plain("blk.0.ffn_norm.weight", hidden),
		...["q", "k", "v", "output"].map((name) =>
			matrix(`blk.0.attn_${name}`, hidden, hidden),
		),
		matrix("blk.0.ffn_gate", wide, hidden),
		matrix("blk.0.ffn_up", wide, hidden),
		matrix("blk.0.ffn_down", hidden, wide),
		plain("output_norm.weight", hidden),
	]);
}
