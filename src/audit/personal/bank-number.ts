import validator from "validator";
import { type Detector, matchesOf } from "./personal-match.ts";

/** 14 to 19 digits in one piece, or in groups as they are printed on cards. Visa's old cards with 13 digits are left out: results of sums look like them. */
const cards =
	/(?<![\p{Script=Latin}\p{N}.]|\d[- ])(?:\d{4}([- ])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}([- ])\d{6}\2\d{5}|\d{14,19})(?![\p{Script=Latin}\p{N}]|[-. ]\d)/gu;

/** Card numbers with the prefix of a brand and Luhn's check digit. */
export const findCards: Detector = (text) =>
	[...matchesOf(text, cards)]
		.filter(({ value }) => {
			const digits = value.replace(/\D/g, "");
			return !/^(\d)\1+$/.test(digits) && validator.isCreditCard(digits);
		})
		.map(({ start, end }) => ({
			kind: "card-number",
			name: "payment card number",
			...{ start, end, reserved: false },
		}));

const ibans =
	/(?<![\p{Script=Latin}\p{N}])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![\p{Script=Latin}\p{N}])/gu;

/** IBANs of the right length for their country with check digits that agree (ISO 13616, modulo 97). */
export const findIbans: Detector = (text) =>
	[...matchesOf(text, ibans)].flatMap(({ value, start }) => {
		const whole = wholeIban(value);
		return whole === null
			? []
			: [
					{
						kind: "iban",
						name: "IBAN",
						...{ start, end: start + whole.length, reserved: false },
					} as const,
				];
	});

/** The pattern may take in a following word in capitals; the IBAN is the longest start that is valid. */
function wholeIban(value: string): string | null {
	for (let end = value.length; end >= 15; end--) {
		const part = value.slice(0, end);
		if (/[A-Z0-9]$/.test(part) && validator.isIBAN(part)) return part;
	}
	return null;
}
