import type { EncodedRow } from "../../text/encoded-row.ts";
import { StreamDecoder } from "../../text/tokenizer/stream-decoder.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";

/** One token, ready to be shown. */
export interface Piece {
	/** Its text, control characters made visible; empty if a character only ends with a later token. */
	readonly text: string;
	/** Whether it is learnt; `end` is a learnt token that ends a turn. */
	readonly kind: "masked" | "supervised" | "end";
	/** Its weight in the loss, if known. */
	readonly weight: number | null;
}

/** An encoded row as pieces, one per token. `weights` has one entry per token. */
export function showRow(
	row: EncodedRow,
	tokenizer: Tokenizer,
	weights: ArrayLike<number> | null = null,
): Piece[] {
	const decoder = new StreamDecoder(tokenizer, { skipSpecial: false });
	const specials = new Set(tokenizer.special.values());
	return Array.from(row.ids, (id, t) => {
		const last = t === row.ids.length - 1;
		const text = decoder.push(id) + (last ? decoder.end() : "");
		const supervised = row.mask[t] === 1;
		const ends = tokenizer.endOfTurn.has(id) || specials.has(id);
		return {
			text: visible(text),
			kind: supervised ? (ends ? "end" : "supervised") : "masked",
			weight: supervised ? (weights?.[t] ?? null) : null,
		};
	});
}

/** Control characters, invisible spaces and marks that turn the direction of writing, as something that can be seen. */
function visible(text: string): string {
	return text.replace(
		/\p{Cc}|[\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu,
		(char) => {
			const code = char.codePointAt(0) ?? 0;
			if (char === "\n") return "↵";
			if (char === "\t") return "⇥";
			if (code < 0x20) return String.fromCodePoint(0x2400 + code);
			return `\\u{${code.toString(16)}}`;
		},
	);
}
