/** What another trainer's word is called in a recipe. */
export interface OwnWord {
	/** The key, from the top of a recipe. */
	readonly key: string;
	/** How to write it, given the foreign value; if absent, the key with that value. */
	readonly write?: (value: unknown) => string;
	/** What else the user should know, as a sentence. */
	readonly note?: string;
}

/** A value as a hint shows it: itself if it is short, else a placeholder. */
export const shown = (value: unknown, otherwise: string): string =>
	typeof value === "number" || typeof value === "boolean"
		? String(value)
		: typeof value === "string" && /^[\w./-]{1,40}$/.test(value)
			? value
			: otherwise;

/** A word without case, dashes, underscores and spaces. */
export function plain(word: string): string {
	return word.toLowerCase().replaceAll(/[-_ ]/g, "");
}

/** What to write instead of a foreign word, as a sentence. */
export function hintOf({ key, write, note }: OwnWord, value: unknown): string {
	const text = write?.(value) ?? ownForm(key, value);
	const named = text.startsWith(key) || text.includes(key);
	const own = named ? text : `${key}, as ${text}`;
	return `In a recipe this is ${own}.${note === undefined ? "" : ` ${note}`}`;
}

/** `optimizer: { learningRate: 1e-4 }`. */
export function ownForm(key: string, value: unknown): string {
	const text = shown(value, "");
	if (text === "") return key;
	const [outer = "", inner] = key.split(".");
	return inner === undefined
		? `${outer}: ${text}`
		: `${outer}: { ${inner}: ${text} }`;
}
