import { TemperError } from "../../core/error.ts";
import { isObject, kindOf } from "../../formats/json/parse-json.ts";

/** No vocabulary comes near it; a corrupt id beyond it would be taken for a table of that size. */
const largestId = 2 ** 24;

const models = ["BPE", "Unigram", "WordPiece", "WordLevel"];

/** Checks the vocabulary of a `tokenizer.json` before anything is built from it. Throws `weights`. */
export function checkVocabulary(
	tokenizer: Record<string, unknown>,
	file: string,
): { size: number } {
	const fail = (expected: string, found: string): never => {
		throw new TemperError("weights", { where: file, expected, found });
	};
	const { model } = tokenizer;
	if (!isObject(model)) return fail('an object "model"', kindOf(model));
	const { vocab, type = null } = model;
	if (type !== null && !models.includes(String(type))) {
		fail(`"model.type" to be one of ${models.join(", ")}`, String(type));
	}
	if (typeof vocab !== "object" || vocab === null) {
		return fail('a vocabulary "model.vocab"', "none");
	}
	const stray = strayMerge(vocab, model.merges);
	if (stray !== null) {
		fail('"model.merges" of tokens of the vocabulary', JSON.stringify(stray));
	}
	let size = 0;
	const take = (id: unknown, name: unknown): void => {
		if (
			!Number.isInteger(id) ||
			(id as number) < 0 ||
			(id as number) >= largestId
		)
			fail(
				`token ids to be whole numbers below ${largestId}`,
				`${JSON.stringify(id)} for ${JSON.stringify(name)}`,
			);
		size = Math.max(size, (id as number) + 1);
	};
	// Unigram models list [token, score] pairs; their ids are the places in the list.
	if (Array.isArray(vocab)) size = vocab.length;
	else for (const [token, id] of Object.entries(vocab)) take(id, token);
	const added = tokenizer.added_tokens ?? [];
	if (!Array.isArray(added)) {
		return fail('a list "added_tokens"', typeof added);
	}
	for (const token of added as { id?: unknown; content?: unknown }[]) {
		if (typeof token?.content !== "string" || token.content === "") {
			fail("added tokens with a text", JSON.stringify(token));
		}
		take(token.id, token.content);
	}
	if (Object.keys(vocab).length === 0)
		fail("a vocabulary with tokens", "an empty one");
	return { size };
}

/** The first merge with a part that is no token, or null. Merges are "a b", or ["a", "b"] where tokens hold spaces. */
function strayMerge(vocab: object, merges: unknown): unknown {
	if (!Array.isArray(merges)) return null;
	const known = (part: unknown) => Object.hasOwn(vocab, String(part));
	for (const merge of merges as unknown[]) {
		const parts = typeof merge === "string" ? merge.split(" ") : merge;
		if (!Array.isArray(parts) || parts.length !== 2 || !parts.every(known))
			return merge;
	}
	return null;
}
