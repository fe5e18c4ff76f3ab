import { isObject } from "../../formats/json/parse-json.ts";

/**
 * A `tokenizer.json` in words that the tokenizer library reads as the reference reads the original. Three differ:
 * `Digits` takes every number of Unicode, not only 0 to 9; the pattern of `ByteLevel` counts U+0085 as white space and
 * U+FEFF as none; bytes without an entry in a vocabulary that has no unknown token vanish before merging, not after.
 */
export function repairTokenizer(
	tokenizer: Record<string, unknown>,
): Record<string, unknown> {
	const lost = bytesWithoutToken(tokenizer.model);
	return {
		...tokenizer,
		pre_tokenizer: repairStep(tokenizer.pre_tokenizer ?? null, lost),
	};
}

function repairStep(step: unknown, lost: string): unknown {
	if (!isObject(step)) return step;
	if (step.type === "Sequence" && Array.isArray(step.pretokenizers)) {
		const pretokenizers = step.pretokenizers.map((s) => repairStep(s, lost));
		return { ...step, pretokenizers };
	}
	if (step.type === "Digits") {
		return split(step.individual_digits === true ? "\\p{N}" : "\\p{N}+");
	}
	if (step.type !== "ByteLevel") return step;
	const pretokenizers: unknown[] = [step];
	if (step.use_regex !== false && step.add_prefix_space === false) {
		pretokenizers.splice(0, 1, split(gpt2), { ...step, use_regex: false });
	}
	if (lost !== "") {
		const pattern = { Regex: `[${lost}]` };
		pretokenizers.push({ type: "Replace", pattern, content: "" });
	}
	return { type: "Sequence", pretokenizers };
}

const gpt2 =
	"'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

function split(pattern: string): unknown {
	return {
		type: "Split",
		pattern: { Regex: pattern },
		behavior: "Isolated",
		invert: false,
	};
}

/** Of the 256 letters that stand for bytes, those that a byte-pair vocabulary without an unknown token lacks. */
function bytesWithoutToken(model: unknown): string {
	if (!isObject(model) || !isObject(model.vocab)) return "";
	if ((model.unk_token ?? null) !== null || model.byte_fallback === true) {
		return "";
	}
	let lost = "";
	let shifted = 0;
	for (let byte = 0; byte < 256; byte++) {
		const printable =
			(byte >= 0x21 && byte <= 0x7e) ||
			(byte >= 0xa1 && byte <= 0xac) ||
			byte >= 0xae;
		const letter = String.fromCharCode(printable ? byte : 256 + shifted++);
		if (Object.hasOwn(model.vocab, letter)) continue;
		lost += /[\\[\]^&-]/.test(letter) ? `\\${letter}` : letter;
	}
	return lost;
}
