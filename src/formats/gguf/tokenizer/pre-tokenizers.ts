import { TemperError } from "../../../core/error.ts";

/** How a byte-level vocabulary cuts text into words before it merges bytes, in the terms of tokenizer.json. */
export interface PreTokenizer {
	readonly normalizer: unknown;
	readonly preTokenizer: unknown;
	/** A word that is a token is taken whole, whatever the merges say. */
	readonly ignoreMerges: boolean;
	/** Whether text begins with the bos token if the file does not say. */
	readonly addBos: boolean;
}

const byteLevel = (useRegex: boolean) => ({
	type: "ByteLevel",
	add_prefix_space: false,
	trim_offsets: true,
	use_regex: useRegex,
});

const sequence = (...pretokenizers: unknown[]) => ({
	type: "Sequence",
	pretokenizers,
});

const isolate = (pattern: string) => ({
	type: "Split",
	pattern: { Regex: pattern },
	behavior: "Isolated",
	invert: false,
});

const split = (pattern: string) => sequence(isolate(pattern), byteLevel(false));

const contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const blanks = "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const rest = `| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|${blanks}`;
const upper = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
const lower = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
const edge = "[^\\r\\n\\p{L}\\p{N}]?";

const gpt2: PreTokenizer = {
	normalizer: null,
	preTokenizer: byteLevel(true),
	ignoreMerges: false,
	addBos: false,
};
/** A split instead of the type Digits, which tokenizers.js takes for ASCII digits alone. */
const digits: PreTokenizer = {
	...gpt2,
	preTokenizer: sequence(isolate("\\p{N}"), byteLevel(true)),
};
const llama3: PreTokenizer = {
	normalizer: null,
	preTokenizer: split(`${contractions}|${edge}\\p{L}+|\\p{N}{1,3}${rest}`),
	ignoreMerges: true,
	addBos: true,
};
const qwen2: PreTokenizer = {
	normalizer: { type: "NFC" },
	preTokenizer: split(`${contractions}|${edge}\\p{L}+|\\p{N}${rest}`),
	ignoreMerges: false,
	addBos: false,
};
const tekken: PreTokenizer = {
	normalizer: null,
	preTokenizer: split(
		`${edge}${upper}*${lower}+|${edge}${upper}+${lower}*|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|${blanks}`,
	),
	ignoreMerges: true,
	addBos: true,
};

/** DeepSeek cuts step by step, each cut inside the pieces of the one before. */
const deepseek = (...patterns: string[]): PreTokenizer => ({
	...gpt2,
	preTokenizer: sequence(...patterns.map(isolate), byteLevel(false)),
});
const hanAndHangul = "[一-龥ࠀ-一가-퟿]+";
const deepseekCoder = deepseek(
	"[\r\n]",
	"\\s?\\p{L}+",
	"\\s?\\p{P}+",
	hanAndHangul,
	"\\p{N}",
);

/** By the names of llama.cpp (tokenizer.ggml.pre); the patterns are those of the models' own tokenizer.json. */
const preTokenizers: Readonly<Record<string, PreTokenizer>> = {
	"gpt-2": gpt2,
	smollm: digits,
	starcoder: digits,
	refact: digits,
	"llama-bpe": llama3,
	llama3,
	"llama-v3": llama3,
	tekken,
	qwen2,
	"deepseek-r1-qwen": qwen2,
	megrez: qwen2,
	"deepseek-coder": deepseekCoder,
};

/** The pre-tokenizer that llama.cpp calls so. Throws `weights` for a name that is not known. */
export function findPreTokenizer(name: string, file: string): PreTokenizer {
	const found = Object.hasOwn(preTokenizers, name)
		? preTokenizers[name]
		: undefined;
	if (found !== undefined) return found;
	throw new TemperError("weights", {
		where: `${file}, tokenizer.ggml.pre`,
		expected: `one of ${Object.keys(preTokenizers).join(", ")}`,
		found: name.slice(0, 100),
		hint: "Temper does not know how this tokenizer cuts text into words.",
	});
}
