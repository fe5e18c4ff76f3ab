import type {
	Diagnosis,
	TunedDiagnosis,
} from "../../../diagnose/change/diagnosis.ts";
import type { Block } from "../../page/blocks/block.ts";
import type { Card } from "../../page/blocks/block-section.ts";
import { clean } from "../../page/language/clean.ts";
import type { Language } from "../../page/language/language.ts";
import { type Numbers, numbersOf } from "../../page/language/numbers.ts";
import { shortName } from "../../page/language/short-name.ts";
import { modelNames } from "../../questions/model-names.ts";
import { type DiagnosisTexts, diagnosisTexts } from "../diagnosis-texts.ts";

/** A tuned model with a name that no other one has. */
export interface NamedModel {
	readonly name: string;
	readonly tuned: TunedDiagnosis;
}

/** A diagnosis with everything that the sections need to describe it in one language. */
export interface DiagnosisView {
	readonly result: Diagnosis;
	readonly texts: DiagnosisTexts;
	readonly numbers: Numbers;
	readonly base: string;
	readonly models: readonly NamedModel[];
}

export function diagnosisView(
	original: Diagnosis,
	language: Language,
): DiagnosisView {
	const result = clean(original);
	const texts = diagnosisTexts(language);
	const names = modelNames(result.tuned.map(({ subject }) => subject));
	return {
		...{ result, texts, numbers: numbersOf(texts) },
		base: shortName(result.base.name),
		models: result.tuned.map((tuned, at) => ({ name: names[at]!, tuned })),
	};
}

/** A card for each tuned model, without a title if there is only one. */
export function modelCards(
	{ models }: DiagnosisView,
	blocksOf: (model: NamedModel) => readonly Block[],
): Card[] {
	return models.map((model) => ({
		title: models.length === 1 ? null : model.name,
		blocks: blocksOf(model),
	}));
}
