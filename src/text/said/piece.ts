import { stripText } from "../python/python-strip.ts";

/** One thing that a message says, and the texts by which a template may write it. */
export interface Piece {
	/** The field that says it: `content`, `reasoning_content`, `tool_calls[0].arguments.city`. */
	readonly field: string;
	/** What it says, for errors. */
	readonly value: string;
	/** Spellings of which one must occur. */
	readonly spellings: readonly string[];
	/** If no spelling occurs, all of these must. */
	readonly parts?: readonly Piece[];
}

/** A text without the white space at its ends that JavaScript or Python would take from it. */
export function trimSpace(text: string): string {
	return stripText(text.trim(), "strip").trim();
}

interface Taken {
	readonly start: number;
	readonly end: number;
}

/** Spellings below this length also occur inside other words, so that they must stand apart. */
const shortest = 4;
const wordly = /[\p{L}\p{N}]/u;

/**
 * The first piece that a text does not write, or null if it writes all of them. Each piece takes an occurrence of its
 * own, the longest first: a thought "42" is not found in the answer "42".
 */
export function unwritten(
	text: string,
	pieces: readonly Piece[],
): Piece | null {
	return allUnwritten(text, pieces).next().value ?? null;
}

/** All pieces that a text does not write, the longest first; each piece that it writes takes an occurrence of its own. */
export function* allUnwritten(
	text: string,
	pieces: readonly Piece[],
	taken: Taken[] = [],
): Generator<Piece, undefined> {
	const length = ({ spellings }: Piece) => spellings[0]?.length ?? 0;
	// Of equal length, what can be written in fewer ways first: the text "true" before the truth value, which may be "True".
	const sorted = [...pieces].sort(
		(a, b) => length(b) - length(a) || a.spellings.length - b.spellings.length,
	);
	for (const piece of sorted) {
		const { spellings, parts } = piece;
		if (spellings.some((spelling) => take(text, spelling, taken))) continue;
		if (parts === undefined) yield piece;
		else yield* allUnwritten(text, parts, taken);
	}
}

function take(text: string, spelling: string, taken: Taken[]): boolean {
	for (
		let start = text.indexOf(spelling);
		start >= 0;
		start = text.indexOf(spelling, start + 1)
	) {
		const end = start + spelling.length;
		const free = taken.every((one) => one.end <= start || one.start >= end);
		if (!free || !standsApart(text, start, end)) continue;
		taken.push({ start, end });
		return true;
	}
	return false;
}

function standsApart(text: string, start: number, end: number): boolean {
	if (end - start >= shortest) return true;
	const joins = (a: string | undefined, b: string | undefined) =>
		wordly.test(a ?? "") && wordly.test(b ?? "");
	return (
		!joins(text[start - 1], text[start]) && !joins(text[end - 1], text[end])
	);
}
