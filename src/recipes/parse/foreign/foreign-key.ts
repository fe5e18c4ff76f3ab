import { isRecord } from "../is-record.ts";
import { absentReason } from "./absent-words.ts";
import { keyWords } from "./key-words.ts";
import { hintOf, type OwnWord, plain } from "./own-word.ts";

/** A foreign key that was found inside an unknown one, and what to write in its place. */
export interface ForeignKey {
	readonly path: readonly string[];
	readonly hint: string;
}

/**
 * What to write instead of another trainer's key; null for a key that is none. A part that is unknown is searched.
 * `parts`: keys at the top of a recipe, in which a word means what it means there.
 */
export function foreignKey(
	path: readonly string[],
	value: unknown,
	parts: ReadonlySet<string>,
): ForeignKey | null {
	if (isRecord(value))
		for (const [key, inner] of Object.entries(value)) {
			const found = foreignKey([...path, key], inner, parts);
			if (found) return found;
		}
	const reason = absentReason(path.at(-1) ?? "");
	if (reason !== null) return { path, hint: reason };
	const own = wordFor(path, parts);
	if (own === null || path.join(".") === own.key) return null;
	return { path, hint: hintOf(own, value) };
}

/** The recipe's word for another trainer's key; null if there is none. */
export function wordFor(
	path: readonly string[],
	parts: ReadonlySet<string>,
): OwnWord | null {
	const find = (word: string) =>
		Object.hasOwn(keyWords, word) ? (keyWords[word] ?? null) : null;
	const whole =
		path.length > 1 ? find(path.slice(-2).map(plain).join(".")) : null;
	if (whole !== null) return whole;
	const own = find(plain(path.at(-1) ?? ""));
	const [part = ""] = path;
	const elsewhere =
		path.length > 1 && parts.has(part) && own?.key.split(".")[0] !== part;
	return elsewhere ? null : own;
}
