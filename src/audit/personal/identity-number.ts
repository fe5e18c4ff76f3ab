import validator from "validator";
import { isMyNumber } from "./my-number.ts";
import { type Detector, isLabelled, matchesOf } from "./personal-match.ts";

/** A kind of number that a state gives to a person. */
interface IdentityRule {
	readonly name: string;
	readonly pattern: RegExp;
	/** Digits and letters only, upper case. */
	readonly valid: (bare: string) => boolean;
	/** Words one of which must stand before a number that is not written in its usual groups; null if the form alone is enough. */
	readonly label: RegExp | null;
	/** How a number is written that counts without a label. */
	readonly grouped: RegExp | null;
}

const rules: readonly IdentityRule[] = [
	{
		name: "US Social Security number",
		pattern:
			/(?<![\p{Script=Latin}\p{N}.-])\d{3}[- ]?\d{2}[- ]?\d{4}(?![\p{Script=Latin}\p{N}]|[-.]\d)/gu,
		// The Social Security Administration gives no check digit; these areas, groups and serials are never issued.
		valid: (bare) => /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(bare),
		label: /(?:SSN|social security)[^\d\n]{0,24}$/i,
		grouped: /^\d{3}-\d{2}-\d{4}$/,
	},
	{
		name: "Japanese My Number",
		pattern: /(?<![\p{N}.-]|\d )\d{4}[- ]?\d{4}[- ]?\d{4}(?![\p{N}]|[-. ]\d)/gu,
		valid: isMyNumber,
		label:
			/(?:マイナンバー|個人番号|my ?number|individual number)[^\d\n]{0,24}$/iu,
		grouped: /^\d{4}([- ])\d{4}\1\d{4}$/,
	},
	{
		name: "Spanish DNI or NIE",
		pattern:
			/(?<![\p{Script=Latin}\p{N}-])(?:\d{8}|[XYZ]\d{7})-?[A-HJ-NP-TV-Z](?![\p{Script=Latin}\p{N}-])/gu,
		valid: (bare) => validator.isIdentityCard(bare, "ES"),
		label: null,
		grouped: null,
	},
	{
		name: "Italian codice fiscale",
		pattern:
			/(?<![\p{Script=Latin}\p{N}-])[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?![\p{Script=Latin}\p{N}-])/gu,
		valid: (bare) => validator.isTaxID(bare, "it-IT"),
		label: null,
		grouped: null,
	},
	{
		name: "Brazilian CPF",
		pattern:
			/(?<![\p{Script=Latin}\p{N}.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\p{Script=Latin}\p{N}-])/gu,
		valid: (bare) => validator.isTaxID(bare, "pt-BR"),
		label: null,
		grouped: null,
	},
	{
		name: "Chinese resident identity number",
		pattern:
			/(?<![\p{Script=Latin}\p{N}.-])[1-8]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dX](?![\p{Script=Latin}\p{N}-])/gu,
		valid: (bare) => validator.isIdentityCard(bare, "zh-CN"),
		label: null,
		grouped: null,
	},
	{
		name: "Indian Aadhaar number",
		pattern:
			/(?<![\p{N}.-]|\d )[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}(?![\p{N}]|[-. ]\d)/gu,
		valid: (bare) => validator.isIdentityCard(bare, "IN"),
		label: /aadhaar[^\d\n]{0,24}$/i,
		grouped: null,
	},
	{
		name: "British National Insurance number",
		pattern:
			/(?<![\p{Script=Latin}\p{N}-])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\p{Script=Latin}\p{N}-])/gu,
		valid: (bare) => !/^(?:BG|GB|KN|NK|NT|TN|ZZ)/.test(bare),
		label: /(?:national insurance|NINO|NI number)[^\d\n]{0,24}$/i,
		grouped: /^[A-Z]{2} \d{2} \d{2} \d{2} [A-D]$/,
	},
	{
		name: "passport number",
		pattern:
			/(?<![\p{Script=Latin}\p{N}-])(?:[A-Z]{2}\d{7}|[A-Z]\d{8}|\d{9})(?![\p{Script=Latin}\p{N}-])/gu,
		valid: () => true,
		label: /(?:passport|旅券|パスポート)[^\d\n]{0,20}$/iu,
		grouped: null,
	},
];

/**
 * Identity numbers. Where a state gives check digits, they must agree; a number without its usual groups counts only after
 * a word that names it.
 */
export const findIdentityNumbers: Detector = (text) => {
	if (!/\d{2}/.test(text)) return [];
	return rules.flatMap(({ name, pattern, valid, label, grouped }) =>
		[...matchesOf(text, pattern)]
			.filter(({ value, start }) => {
				if (!valid(value.replace(/[^\p{L}\p{N}]/gu, ""))) return false;
				if (label === null || grouped?.test(value)) return true;
				return isLabelled(text, start, label, 40);
			})
			.map(({ start, end }) => ({
				kind: "identity-number",
				...{ name, start, end, reserved: false },
			})),
	);
};
