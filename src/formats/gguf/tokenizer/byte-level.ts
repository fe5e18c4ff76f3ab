import { TemperError } from "../../../core/error.ts";
import type { GgufMetadata } from "../gguf-metadata.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** GPT-2's spelling of bytes: printable ones are themselves, the others follow from U+0100 on. */
const spelling: readonly string[] = (() => {
	const printable = (byte: number) =>
		(byte >= 0x21 && byte <= 0x7e) ||
		(byte >= 0xa1 && byte <= 0xac) ||
		byte >= 0xae;
	let next = 256;
	return Array.from({ length: 256 }, (_, byte) =>
		String.fromCharCode(printable(byte) ? byte : next++),
	);
})();
const alphabet = new Set(spelling);

function spelled(token: string): string {
	for (const char of token)
		if (!alphabet.has(char))
			return [...Buffer.from(token)].map((byte) => spelling[byte]).join("");
	return token;
}

/**
 * Token ids by spelling. Tokens matched whole in a text stand as they are; all others in the byte alphabet, also those that
 * a converter left in plain text.
 */
export function byteLevelVocabulary(
	vocabulary: Vocabulary,
): Map<string, number> {
	const { tokens, isControl, isUserDefined } = vocabulary;
	return new Map(
		tokens.map((token, id) => [
			isControl(id) || isUserDefined(id) ? token : spelled(token),
			id,
		]),
	);
}

/** The merges of a byte-level vocabulary, best first. Throws `weights` for one that names no tokens. */
export function readMerges(
	metadata: GgufMetadata,
	ids: ReadonlyMap<string, number>,
): [string, string][] {
	const key = "tokenizer.ggml.merges";
	return metadata.texts(key).map((merge, index) => {
		const [left, right, ...more] = merge.split(" ");
		const whole =
			left !== undefined &&
			right !== undefined &&
			more.length === 0 &&
			ids.has(left) &&
			ids.has(right) &&
			ids.has(left + right);
		if (whole) return [left, right];
		throw new TemperError("weights", {
			where: `${metadata.file}, ${key}, entry ${index}`,
			expected: "two tokens, separated by a space, that make a third",
			found: JSON.stringify(merge.slice(0, 100)),
		});
	});
}
