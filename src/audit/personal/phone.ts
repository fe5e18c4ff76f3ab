import { parsePhoneNumber } from "awesome-phonenumber";
import { type Detector, isLabelled, matchesOf } from "./personal-match.ts";

/** Digits in groups, as numbers are written in a text; a plus, if there is one, is at the start. */
const candidates =
	/(?<![\p{Script=Latin}\p{N}.,/=*<>#_-]|[-+*/=] )(?:\+\d|\(\d|\d)[\d()\-. ]{6,20}\d(?![\p{Script=Latin}\p{N}%]|[.,/-]\d)/gu;

const labels =
	/(?:phone|telephone|mobile|cell|tel|fax|call|dial|text|whatsapp|reach|contact|電話|携帯|TEL|ファックス|連絡先|番号)[^\d\n]{0,16}$/iu;

const international = /^\+\d/;
const american = /^(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}$/;
const japanese =
	/^(?:0\d{1,4}-\d{1,4}-\d{3,4}|\(0\d{1,4}\) ?\d{1,4}-\d{4}|0\d{1,4}\(\d{1,4}\)\d{4}|0[789]0[- ]?\d{4}[- ]?\d{4}|0\d{1,4} \d{1,4} \d{4})$/;

/** Numbers with 555 are kept for fiction in North America. */
const fictional = /^(?:\(555\)|555[-. ])|[-. ]555[-. ]01\d\d$/;
const serviceTypes = new Set([
	"toll-free",
	"premium-rate",
	"shared-cost",
	"uan",
]);

function regionOf(value: string, labelled: boolean): string | null {
	if (japanese.test(value)) return "JP";
	if (american.test(value)) return "US";
	const digits = value.replace(/\D/g, "").length;
	if (!labelled || digits < 9 || digits > 11) return null;
	return value.startsWith("0") ? "JP" : "US";
}

/**
 * Telephone numbers that are assigned according to libphonenumber: international ones with a plus, and Japanese and North
 * American ones as they are written there. Digits in other groups count only after a word such as "phone" or 電話. Numbers
 * of other countries without a plus are not found.
 */
export const findPhones: Detector = (text) =>
	[...matchesOf(text, candidates)].flatMap(({ value, start, end }) => {
		const labelled = isLabelled(text, start, labels);
		const isInternational = international.test(value);
		const regionCode = isInternational ? null : regionOf(value, labelled);
		if (!isInternational && regionCode === null) return [];
		const parsed = parsePhoneNumber(
			value,
			regionCode === null ? {} : { regionCode },
		);
		const invented = regionCode === "US" && fictional.test(value);
		const placeholder = labelled && american.test(value);
		if (!parsed.valid && !invented && !placeholder) return [];
		const reserved = !parsed.valid || invented || serviceTypes.has(parsed.type);
		return [
			{
				kind: "phone",
				name: "telephone number",
				start,
				end,
				reserved,
			} as const,
		];
	});
