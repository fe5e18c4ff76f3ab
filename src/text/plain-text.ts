import { TemperError } from "../core/error.ts";
import type { EncodedRow } from "./encoded-row.ts";
import { tokenBoundaries } from "./tokenizer/token-boundary.ts";
import type { Tokenizer } from "./tokenizer/tokenizer.ts";
import { isVisible } from "./turns/visible.ts";

/**
 * A prompt and its completion without a template: bos if the tokenizer adds one, both texts encoded as one, eos.
 * Supervised are the completion and eos. Throws `data` if the tokenizer has no eos token.
 */
export function encodeCompletion(
	tokenizer: Tokenizer,
	row: { prompt: string; completion: string; where: string },
): EncodedRow {
	const text = row.prompt + row.completion;
	const body = tokenizer.encode(text, { addSpecial: false, where: row.where });
	const [boundary = 0] = tokenBoundaries(tokenizer, text, body, [
		row.prompt.length,
	]);
	return {
		...frame(tokenizer, body, boundary, row.where),
		...(!isVisible(row.completion) && { silent: true }),
	};
}

/** A prompt without a template, to be continued: bos if the tokenizer adds one, and the text. */
export function encodePlainPrompt(
	tokenizer: Tokenizer,
	prompt: string,
	where: string,
): Int32Array {
	const body = tokenizer.encode(prompt, { addSpecial: false, where });
	return Int32Array.from([...bosBefore(tokenizer, body), ...body]);
}

/** A text to be learned whole, from its second token on: bos if the tokenizer adds one, the text, eos. Throws `data`. */
export function encodePlainText(
	tokenizer: Tokenizer,
	text: string,
	where: string,
): EncodedRow {
	const body = tokenizer.encode(text, { addSpecial: false, where });
	return {
		...frame(tokenizer, body, 0, where),
		...(!isVisible(text) && { silent: true }),
	};
}

function frame(
	tokenizer: Tokenizer,
	body: Int32Array,
	supervisedFrom: number,
	where: string,
): EncodedRow {
	const { eosId } = tokenizer;
	if (eosId === null) {
		throw new TemperError("data", {
			where,
			expected: "a tokenizer with an eos token, to end the row with",
			found: "none in tokenizer_config.json",
		});
	}
	const first = bosBefore(tokenizer, body);
	const last = body.at(-1) === eosId ? [] : [eosId];
	const ids = Int32Array.from([...first, ...body, ...last]);
	const mask = new Uint8Array(ids.length);
	// A row without text has nothing to learn: eos alone would teach the model to say nothing.
	if (body.length > supervisedFrom) mask.fill(1, first.length + supervisedFrom);
	mask[0] = 0;
	return { ids, mask };
}

function bosBefore(
	{ addsBos, bosId }: Tokenizer,
	body: Int32Array,
): readonly number[] {
	return addsBos && bosId !== null && body[0] !== bosId ? [bosId] : [];
}
