import { findCards, findIbans } from "./bank-number.ts";
import { findEmails } from "./email.ts";
import { findIdentityNumbers } from "./identity-number.ts";
import type { Detector, PersonalMatch } from "./personal-match.ts";
import { findPhones } from "./phone.ts";
import { findAddresses } from "./postal-address.ts";

/** Where two overlap, the first in this order counts: the check with the fewest errors. */
const detectors: readonly Detector[] = [
	findEmails,
	findIbans,
	findCards,
	findIdentityNumbers,
	findAddresses,
	findPhones,
];

/** The form in which texts are searched: full-width letters and digits become plain ones, dashes become hyphens. */
export function searchable(text: string): string {
	return text
		.normalize("NFKC")
		.replace(/[‐‑‒–—―−]/gu, "-")
		.replace(/(?<=\d)ー(?=\d)/gu, "-");
}

/** The personal data in a text of the form of `searchable`, in order. */
export function findPersonal(text: string): PersonalMatch[] {
	// Every kind but Japanese addresses needs an at sign or two digits.
	if (!/[@\d一二三四五六七八九十〒]/u.test(text)) return [];
	const found: PersonalMatch[] = [];
	for (const detect of detectors)
		for (const match of detect(text))
			if (!found.some((one) => one.start < match.end && match.start < one.end))
				found.push(match);
	return found.sort((a, b) => a.start - b.start);
}

/** A value with at most its first two letters or digits readable. */
export function maskValue(value: string): string {
	let shown = 0;
	return value.replace(/[\p{L}\p{N}]/gu, (char) => (shown++ < 2 ? char : "•"));
}

/** A text with all personal data that is found in it masked. */
export function maskPersonal(text: string): string {
	const plain = searchable(text);
	let masked = "";
	let at = 0;
	for (const { start, end } of findPersonal(plain)) {
		masked += plain.slice(at, start) + maskValue(plain.slice(start, end));
		at = end;
	}
	return masked + plain.slice(at);
}
