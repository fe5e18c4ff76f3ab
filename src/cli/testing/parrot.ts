import type { Decoder } from "../../generate/decoder.ts";
import type { Tokenizer } from "../../text/tokenizer.ts";

/** A decoder that gives every row the same answer, then ends the turn; `prompts` keeps what it was shown. */
export function parrot(
	tokenizer: Tokenizer,
	answer: string,
	prompts: string[] = [],
): Decoder {
	const end = [...tokenizer.endOfTurn][0] ?? 0;
	const script = [...tokenizer.encode(answer, { addSpecial: false }), end];
	let place = 0;
	let rows = 0;
	const logits = () => {
		const V = tokenizer.vocabSize;
		const out = new Float32Array(rows * V);
		for (let b = 0; b < rows; b++) out[b * V + (script[place] ?? end)] = 9;
		place++;
		return out;
	};
	return {
		vocabSize: tokenizer.vocabSize,
		maxLength: 128,
		async prefill(batch) {
			for (const ids of batch)
				prompts.push(tokenizer.decode(ids, { skipSpecial: false }));
			rows = batch.length;
			place = 0;
			return logits();
		},
		step: async () => logits(),
	};
}
