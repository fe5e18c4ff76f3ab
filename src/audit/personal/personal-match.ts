import type { FindingKind } from "../audit-result.ts";

export type PersonalKind = Extract<
	FindingKind,
	| "email"
	| "phone"
	| "postal-address"
	| "identity-number"
	| "card-number"
	| "iban"
>;

/** A value in a text that looks like personal data. */
export interface PersonalMatch {
	readonly kind: PersonalKind;
	/** What it is, more exactly: `US Social Security number`. */
	readonly name: string;
	/** In the text that was searched. */
	readonly start: number;
	readonly end: number;
	/** Whether the value belongs to nobody, because it is reserved for examples or for a service. */
	readonly reserved: boolean;
}

/** Finds values of one kind in a text in Unicode's form NFKC. */
export type Detector = (text: string) => PersonalMatch[];

/** The matches of a global pattern that a test confirms. */
export function* matchesOf(
	text: string,
	pattern: RegExp,
): Generator<{ value: string; start: number; end: number }> {
	for (const match of text.matchAll(pattern)) {
		const [value] = match;
		yield { value, start: match.index, end: match.index + value.length };
	}
}

/** Whether one of the words stands close before a position. */
export function isLabelled(
	text: string,
	start: number,
	words: RegExp,
	reach = 32,
): boolean {
	return words.test(text.slice(Math.max(0, start - reach), start));
}
