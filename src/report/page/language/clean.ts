/** Control characters except tab and line break, and marks that change the direction of the text around them. */
const unwanted =
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
	/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A surrogate without its other half, which no file can hold. */
const half =
	/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function cleanText(text: string): string {
	return text
		.replaceAll("\r\n", "\n")
		.replace(half, "\ufffd")
		.replace(unwanted, "");
}

function cleaned(value: unknown): unknown {
	if (typeof value === "string") return cleanText(value);
	if (Array.isArray(value)) return value.map(cleaned);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, one]) => [cleanText(key), cleaned(one)]),
	);
}

/** The same value, with characters that would disturb a page removed from all texts in it, including keys. */
export function clean<T>(value: T): T {
	return cleaned(value) as T;
}
