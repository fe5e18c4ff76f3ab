import type {
	InterventionArmResult,
	InterventionContrast,
	InterventionResult,
} from "../../../studies/interventions/intervention-result.ts";
import { clean } from "../../page/language/clean.ts";
import type { Language } from "../../page/language/language.ts";
import { type Numbers, numbersOf } from "../../page/language/numbers.ts";
import { shortName } from "../../page/language/short-name.ts";
import {
	type InterventionsTexts,
	interventionsTexts,
} from "../interventions-texts.ts";

type Role = InterventionContrast["role"];

/** A study of interventions with everything that the sections need to describe it in one language. */
export interface InterventionsView {
	readonly result: InterventionResult;
	readonly texts: InterventionsTexts;
	readonly numbers: Numbers;
	readonly model: string;
	/** Roles that were measured, nearest to the training rows first. */
	readonly roles: readonly Role[];
}

const order = [
	"held-out",
	"in-domain",
	"same-field",
	"out-of-domain",
] as const satisfies readonly Role[];

export function interventionsView(
	original: InterventionResult,
	language: Language,
): InterventionsView {
	const result = clean(original);
	const texts = interventionsTexts(language);
	const isMeasured = (role: Role) =>
		result.base[role] !== undefined ||
		result.interventions.some(({ scores }) => scores[role] !== undefined);
	return {
		...{ result, texts, numbers: numbersOf(texts) },
		model: shortName(result.model),
		roles: order.filter(isMeasured),
	};
}

/** What an arm is called: groups and mixes have names in every language. */
export function armName(
	{ texts, numbers }: Pick<InterventionsView, "texts" | "numbers">,
	{ arm }: InterventionArmResult,
): string {
	const { arms } = texts;
	switch (arm.kind) {
		case "group":
			return arms.groups[arm.group];
		case "mix":
			return arms.mix(`${Math.round(arm.selfAligning * 100)}%`);
		case "quantity":
			return arms.quantity({
				group: arms.groups[arm.group],
				rows: numbers.count(arm.rows),
			});
		default:
			return arm satisfies never;
	}
}

/** The arm of this name as it is called in the report; the name itself if there is no such arm. */
export function namedArm(view: InterventionsView, name: string): string {
	const arm = view.result.interventions.find((one) => one.name === name);
	return arm === undefined ? shortName(name) : armName(view, arm);
}
