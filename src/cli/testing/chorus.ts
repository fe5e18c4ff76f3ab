import type { Decoder } from "../../generate/decoder.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";

/** Larger than every difference that sampling at temperature 1 makes up for. */
const certain = 60;

/**
 * A decoder that gives each of its answers with equal probability. They must begin with different tokens. One that ends with
 * `...` never ends its turn.
 */
export function chorus(
	tokenizer: Tokenizer,
	answers: readonly string[],
): Decoder {
	const end = [...tokenizer.endOfTurn][0] ?? 0;
	const scripts = answers.map((answer) => {
		const ids = tokenizer.encode(answer, { addSpecial: false });
		return { ids, after: answer.endsWith("...") ? ids.at(-1) : end };
	});
	/** What each slot has said after its prompt. */
	const said: number[][] = [];
	const logits = (slots: readonly number[]) => {
		const V = tokenizer.vocabSize;
		const out = new Float32Array(slots.length * V);
		for (const [b, slot] of slots.entries()) {
			const so = said[slot] ?? [];
			const open = scripts.filter(({ ids }) => so[0] === ids[0] || !so.length);
			for (const { ids, after } of open)
				out[b * V + (ids[so.length] ?? after ?? end)] = certain;
		}
		return out;
	};
	return {
		vocabSize: tokenizer.vocabSize,
		maxLength: 128,
		reset() {
			said.length = 0;
		},
		async prefill(batch) {
			for (const { slot } of batch) said[slot] = [];
			return logits(batch.map(({ slot }) => slot));
		},
		copy(from, to, length) {
			said[to] = length === undefined ? [...(said[from] ?? [])] : [];
		},
		async step(ids) {
			for (const [slot, id] of ids.entries()) said[slot]?.push(id);
			return logits([...ids.keys()]);
		},
	};
}
