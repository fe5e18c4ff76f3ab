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
	const anchors = specialAnchors(tokenizer, text, ids);
	return places.map((place) => {
		const anchor = anchors.findLast((known) => known.place <= place);
		return (
			boundaryFrom(anchor ?? start, tokenizer, text, ids, place) ??
			boundary(tokenizer, text, ids, place)
		);
	});
}

/** A place in the text and the index of the token that begins there. */
interface Anchor {
	readonly place: number;
	readonly index: number;
}

const start: Anchor = { place: 0, index: 0 };

/** The places after special tokens: texts on both sides of one are encoded apart. */
function specialAnchors(
	tokenizer: Tokenizer,
	text: string,
	ids: Int32Array,
): Anchor[] {
	const special = new Map(
		[...tokenizer.special].map(([word, id]) => [id, word]),
	);
	const anchors: Anchor[] = [start];
	let place = 0;
	for (const [t, id] of ids.entries()) {
		const word = special.get(id);
		if (word === undefined) continue;
		const at = text.indexOf(word, place);
		if (at < 0) break;
		place = at + word.length;
		anchors.push({ place, index: t + 1 });
	}
	return anchors;
}

/** Encodes the text between an anchor and the place on its own. If it gives the same ids, no token straddles; else null. */
function boundaryFrom(
	anchor: Anchor,
	tokenizer: Tokenizer,
	text: string,
	ids: Int32Array,
	place: number,
): number | null {
	const between = tokenizer.encode(text.slice(anchor.place, place), {
		addSpecial: false,
	});
	const same = between.every((id, i) => ids[anchor.index + i] === id);
	return same ? anchor.index + between.length : null;
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
