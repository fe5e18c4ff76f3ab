import type { Tokenizer } from "./tokenizer.ts";

/**
 * For places in a text (ascending, in UTF-16 units), the index of the first token that reaches beyond each.
 * `ids` is the encoding of the whole text without added special tokens. A token that straddles a place lies behind it.
 */
export function tokenBoundaries(
	tokenizer: Tokenizer,
	text: string,
	ids: Int32Array,
	places: readonly number[],
): number[] {
	return (
		boundariesOfPieces(tokenizer, text, ids, places) ??
		places.map((place) => boundary(tokenizer, text, ids, place))
	);
}

/** Encodes the pieces between the places on their own. Where they join to the same ids, no token straddles; else null. */
function boundariesOfPieces(
	tokenizer: Tokenizer,
	text: string,
	ids: Int32Array,
	places: readonly number[],
): number[] | null {
	const cuts = [0, ...places, text.length];
	const boundaries: number[] = [];
	let at = 0;
	for (let i = 1; i < cuts.length; i++) {
		const piece = tokenizer.encode(text.slice(cuts[i - 1], cuts[i]), {
			addSpecial: false,
		});
		for (const id of piece) if (ids[at++] !== id) return null;
		boundaries.push(at);
	}
	return boundaries.pop() === ids.length ? boundaries : null;
}

/** Follows the encoding of the text before the place as far as it agrees, then decodes on until the place is passed. */
function boundary(
	tokenizer: Tokenizer,
	text: string,
	ids: Int32Array,
	place: number,
): number {
	const before = tokenizer.encode(text.slice(0, place), { addSpecial: false });
	let k = 0;
	while (k < before.length && before[k] === ids[k]) k++;
	if (k === before.length) return k;
	const decode = (part: Int32Array) =>
		tokenizer.decode(part, { skipSpecial: false });
	const rest = decode(before.subarray(k));
	for (let end = k + 1; end <= ids.length; end++) {
		const covered = decode(ids.subarray(k, end));
		if (covered === rest) return end;
		// Half a character at the end decodes to U+FFFD; what stands before it must agree.
		if (!rest.startsWith(covered.replace(/\uFFFD$/, ""))) return end - 1;
	}
	return ids.length;
}
