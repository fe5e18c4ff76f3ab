/** Bytes as the printable characters that byte-level tokenizers write them in (GPT-2's table). */
function byteCharacters(): string[] {
	const printable = (b: number) =>
		(b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
	let next = 256;
	return Array.from({ length: 256 }, (_, b) =>
		String.fromCodePoint(printable(b) ? b : next++),
	);
}

const special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];
const pieces =
	/'(?:s|t|re|ve|m|ll|d)| ?\p{L}+| ?\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** How often each piece of the texts occurs, as its byte characters. */
function countPieces(texts: readonly string[]): Map<string, number> {
	const characters = byteCharacters();
	const counts = new Map<string, number>();
	for (const text of texts)
		for (const [piece] of text.matchAll(pieces)) {
			// Digits stand alone, as in SmolLM2's tokenizer.
			const parts = /\d/.test(piece) ? [...piece] : [piece];
			for (const part of parts) {
				const key = [...Buffer.from(part)].map((b) => characters[b]).join("");
				counts.set(key, (counts.get(key) ?? 0) + 1);
			}
		}
	return counts;
}

type Word = { parts: string[]; readonly count: number };

/** The most frequent pair of neighbours; of equally frequent ones the first in code order. */
function bestPair(words: readonly Word[]): string | null {
	const counts = new Map<string, number>();
	for (const { parts, count } of words)
		for (let i = 1; i < parts.length; i++) {
			const pair = `${parts[i - 1]} ${parts[i]}`;
			counts.set(pair, (counts.get(pair) ?? 0) + count);
		}
	let best: string | null = null;
	let most = 1;
	for (const [pair, count] of counts)
		if (count > most || (count === most && best !== null && pair < best)) {
			best = pair;
			most = count;
		}
	return best;
}

function merge(parts: readonly string[], a: string, b: string): string[] {
	const out: string[] = [];
	for (let i = 0; i < parts.length; i++) {
		if (parts[i] === a && parts[i + 1] === b) {
			out.push(a + b);
			i++;
		} else out.push(parts[i] as string);
	}
	return out;
}

/** A byte-level pair encoding (Sennrich et al., arXiv 1508.07909) of `size` tokens as a `tokenizer.json`. */
export function trainTokenizer(
	texts: readonly string[],
	size: number,
): Record<string, unknown> {
	const words = [...countPieces(texts)].map(([piece, count]) => ({
		parts: [...piece],
		count,
	}));
	const tokens = [...special, ...byteCharacters().sort()];
	const merges: [string, string][] = [];
	while (tokens.length < size) {
		const pair = bestPair(words);
		if (pair === null) break;
		const [a, b] = pair.split(" ") as [string, string];
		merges.push([a, b]);
		tokens.push(a + b);
		for (const word of words) word.parts = merge(word.parts, a, b);
	}
	const byteLevel = {
		type: "ByteLevel",
		add_prefix_space: false,
		trim_offsets: true,
		use_regex: true,
	};
	return {
		version: "1.0",
		truncation: null,
		padding: null,
		added_tokens: special.map((content, id) => ({
			...{ id, content, special: true, normalized: false },
			...{ single_word: false, lstrip: false, rstrip: false },
		})),
		normalizer: null,
		pre_tokenizer: {
			type: "Sequence",
			pretokenizers: [{ type: "Digits", individual_digits: true }, byteLevel],
		},
		post_processor: null,
		decoder: byteLevel,
		model: {
			...{ type: "BPE", dropout: null, unk_token: null },
			...{ continuing_subword_prefix: null, end_of_word_suffix: null },
			...{ fuse_unk: false, byte_fallback: false, ignore_merges: false },
			vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
			merges,
		},
	};
}
