import { isMovedKey } from "./key-order.ts";

/** The first place where a text stops being JSON that Temper reads. `offset` counts UTF-16 units. */
export interface JsonFault {
	readonly offset: number;
	readonly expected: string;
	readonly found: string;
}

const deepest = 100;
/** A tokenizer.json of 260,000 tokens has a million parts and two million values. */
const mostParts = 2_000_000;
const mostValues = 8_000_000;
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const literalPattern = /true|false|null/y;
/** Python's json writes and reads these three, for which RFC 8259 has no numbers. */
const pythonPattern = /NaN|-?Infinity/y;

const quote = 0x22;
const backslash = 0x5c;

/** What a scan of a JSON text found. */
export interface JsonScan {
	readonly fault: JsonFault | null;
	/** Whether `JSON.parse` keeps all of it: no number loses digits or its point, and keys keep their order. */
	readonly plain: boolean;
}

/** Walks a text by the grammar of RFC 8259 without building values. */
class JsonScanner {
	readonly #text: string;
	readonly #python: boolean;
	readonly #patterns: readonly RegExp[];
	#at = 0;
	#parts = 0;
	#values = 0;
	fault: JsonFault | null = null;
	plain = true;

	constructor(text: string, python: boolean) {
		this.#text = text;
		this.#python = python;
		this.#patterns = python
			? [numberPattern, literalPattern, pythonPattern]
			: [numberPattern, literalPattern];
	}

	document(): void {
		if (!this.#value(0)) return;
		this.#space();
		if (this.#at < this.#text.length) this.#refuse("the end of the text");
	}

	#refuse(expected: string, found?: string, offset = this.#at): false {
		const next = this.#text[offset];
		this.fault ??= {
			offset,
			expected,
			found:
				found ??
				(next === undefined ? "the end" : (JSON.stringify(next) ?? "")),
		};
		return false;
	}

	#space(): void {
		for (;;) {
			const code = this.#text.charCodeAt(this.#at);
			if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09)
				return;
			this.#at++;
		}
	}

	#take(char: string): boolean {
		if (this.#text[this.#at] !== char) return false;
		this.#at++;
		return true;
	}

	#countPart(): boolean {
		if (++this.#parts <= mostParts) return true;
		return this.#refuse(
			`at most ${mostParts} objects, arrays and keys`,
			"more",
		);
	}

	#value(depth: number): boolean {
		this.#space();
		if (++this.#values > mostValues)
			return this.#refuse(`at most ${mostValues} values`, "more");
		const start = this.#text[this.#at];
		if (start === '"') return this.#string();
		if (start === "{" || start === "[") {
			if (depth >= deepest)
				return this.#refuse(`at most ${deepest} levels of nesting`, "more");
			if (!this.#countPart()) return false;
			this.#at++;
			return start === "{" ? this.#object(depth) : this.#array(depth);
		}
		for (const pattern of this.#patterns) {
			pattern.lastIndex = this.#at;
			if (!pattern.test(this.#text)) continue;
			const literal = this.#text.slice(this.#at, pattern.lastIndex);
			if (pattern !== literalPattern && losesDigits(literal))
				this.plain = false;
			this.#at = pattern.lastIndex;
			return true;
		}
		return this.#refuse("a value");
	}

	#object(depth: number): boolean {
		const keys = new Set<string>();
		this.#space();
		if (this.#take("}")) return true;
		for (;;) {
			this.#space();
			const start = this.#at;
			if (this.#text[start] !== '"') return this.#refuse("a key in quotes");
			if (!this.#string()) return false;
			if (!this.#countPart()) return false;
			const quoted = this.#text.slice(start, this.#at);
			const key = quoted.includes("\\")
				? (JSON.parse(quoted) as string)
				: quoted.slice(1, -1);
			if (keys.has(key))
				return this.#refuse(
					"every key once",
					`${JSON.stringify(key.slice(0, 80))} a second time`,
					start,
				);
			keys.add(key);
			if (isMovedKey(key)) this.plain = false;
			this.#space();
			if (!this.#take(":")) return this.#refuse('":"');
			if (!this.#value(depth + 1)) return false;
			this.#space();
			if (this.#take("}")) return true;
			if (!this.#take(",")) return this.#refuse('"," or "}"');
		}
	}

	#array(depth: number): boolean {
		this.#space();
		if (this.#take("]")) return true;
		for (;;) {
			if (!this.#value(depth + 1)) return false;
			this.#space();
			if (this.#take("]")) return true;
			if (!this.#take(",")) return this.#refuse('"," or "]"');
		}
	}

	#string(): boolean {
		const text = this.#text;
		let at = this.#at + 1;
		for (;;) {
			const code = text.charCodeAt(at);
			if (code === quote) {
				this.#at = at + 1;
				return true;
			}
			if (code < 0x20)
				return this.#refuse("no control character in a string", undefined, at);
			if (code === backslash) {
				const length = escapeLength(text, at + 1);
				if (length === 0)
					return this.#refuse("a JSON escape after \\", undefined, at + 1);
				const half = this.#python ? loneSurrogate(text, at) : null;
				if (half !== null)
					return this.#refuse(
						"whole Unicode characters",
						`${half}, half of a surrogate pair`,
						at,
					);
				at += text[at + 1] === "u" ? pairLength(text, at) : 1 + length;
			} else if (at >= text.length) {
				return this.#refuse("the closing quote of a string", undefined, at);
			} else at++;
		}
	}
}

function escapeLength(text: string, at: number): number {
	if (text[at] === "u")
		return /^[0-9a-fA-F]{4}$/.test(text.slice(at + 1, at + 5)) ? 5 : 0;
	return '"\\/bfnrt'.includes(text[at] ?? "?") ? 1 : 0;
}

/** Whether a JavaScript number would write another text than Python does for this literal. */
function losesDigits(literal: string): boolean {
	const value = Number(literal);
	if (/^-?\d+$/.test(literal)) return !Number.isSafeInteger(value);
	return !Number.isFinite(value) || Number.isInteger(value);
}

const highEscape = /\\u[dD][89abAB][0-9a-fA-F]{2}/y;
const lowEscape = /\\u[dD][c-fC-F][0-9a-fA-F]{2}/y;

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
	pattern.lastIndex = at;
	return pattern.test(text);
}

/** Length of the escape `\\uXXXX` at a place, with the second one of a surrogate pair. */
function pairLength(text: string, at: number): number {
	return matchesAt(highEscape, text, at) ? 12 : 6;
}

/** The escape at a place where it is a surrogate without its other half: no encoding can write it. Else null. */
function loneSurrogate(text: string, at: number): string | null {
	const paired =
		matchesAt(highEscape, text, at) && matchesAt(lowEscape, text, at + 6);
	const half =
		matchesAt(highEscape, text, at) || matchesAt(lowEscape, text, at);
	return half && !paired ? text.slice(at, at + 6) : null;
}

/**
 * Where a text is not JSON, repeats a key, nests deeper than 100 levels or has more parts than any real file. `JSON.parse`
 * gives no position for most faults, keeps the last of two equal keys and can be led to fill the memory. `python` is for
 * rows: it takes NaN, Infinity and -Infinity for numbers, as Python's json does, and refuses half of a surrogate pair, which
 * no tokenizer could read. Files that Temper writes may hold one, if an answer was cut there.
 */
export function scanJson(
	text: string,
	{ python = false }: { readonly python?: boolean } = {},
): JsonScan {
	const scanner = new JsonScanner(text, python);
	scanner.document();
	const { fault, plain } = scanner;
	return { fault, plain };
}
