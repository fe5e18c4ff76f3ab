interface ScoredMerge {
	readonly pair: [string, string];
	readonly score: number;
	readonly sizes: readonly [number, number];
}

/** Every way to cut a token into two others, in the order of the parts' ids. */
function cuts(
	token: string,
	score: number,
	ids: ReadonlyMap<string, number>,
): ScoredMerge[] {
	const chars = [...token];
	const found: ScoredMerge[] = [];
	let left = "";
	for (let cut = 1; cut < chars.length; cut++) {
		left += chars[cut - 1];
		const right = token.slice(left.length);
		if (ids.has(left) && ids.has(right))
			found.push({
				pair: [left, right],
				score,
				sizes: [cut, chars.length - cut],
			});
	}
	const order = (merge: ScoredMerge) =>
		merge.pair.map((part) => ids.get(part) ?? 0);
	return found.sort((a, b) => {
		const [aLeft = 0, aRight = 0] = order(a);
		const [bLeft = 0, bRight = 0] = order(b);
		return aLeft - bLeft || aRight - bRight;
	});
}

/**
 * The merges that a SentencePiece BPE vocabulary implies: whichever pair makes the token of the highest score goes first.
 * The order among equal scores is that of transformers (`generate_merges`).
 */
export function impliedMerges(
	ids: ReadonlyMap<string, number>,
	scoreOf: (id: number) => number,
): [string, string][] {
	const merges: ScoredMerge[] = [];
	for (const [token, id] of ids) {
		// A token as long as this is no product of merges, and cutting it everywhere would take forever.
		if (token.length <= 1000) merges.push(...cuts(token, scoreOf(id), ids));
	}
	merges.sort(
		(a, b) =>
			b.score - a.score || b.sizes[0] - a.sizes[0] || b.sizes[1] - a.sizes[1],
	);
	return merges.map((merge) => merge.pair);
}

const metaspace = "\u2581";

const replaceSpaces = {
	type: "Replace",
	pattern: { String: " " },
	content: metaspace,
};
const decoders = [
	{ type: "Replace", pattern: { String: metaspace }, content: " " },
	{ type: "ByteFallback" },
	{ type: "Fuse" },
];

/**
 * Normalizer and decoder of a Llama 2 vocabulary, as in the tokenizer.json of its models and in llama.cpp: unless the file
 * says otherwise, a space goes before the text and after every special token.
 */
export function llamaParts(spaceBefore: boolean) {
	if (!spaceBefore)
		return {
			normalizer: replaceSpaces,
			decoder: { type: "Sequence", decoders },
		};
	const strip = { type: "Strip", content: " ", start: 1, stop: 0 };
	return {
		normalizer: {
			type: "Sequence",
			normalizers: [{ type: "Prepend", prepend: metaspace }, replaceSpaces],
		},
		decoder: { type: "Sequence", decoders: [...decoders, strip] },
	};
}

/** Gemma's files write runs of spaces as they are; its tokenizer looks them up in metaspace. */
export function gemmaSpelling(token: string): string {
	return /^ {2,}$/.test(token) ? metaspace.repeat(token.length) : token;
}
