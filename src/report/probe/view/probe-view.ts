import type { ProbeResult } from "../../../diagnose/probe/probe-result.ts";
import { clean } from "../../page/language/clean.ts";
import type { Language } from "../../page/language/language.ts";
import { type Numbers, numbersOf } from "../../page/language/numbers.ts";
import { shortName } from "../../page/language/short-name.ts";
import { type ProbeTexts, probeTexts } from "../probe-texts.ts";

/** A probe with everything that the sections need to describe it in one language. */
export interface ProbeView {
	readonly result: ProbeResult;
	readonly texts: ProbeTexts;
	readonly numbers: Numbers;
	readonly model: string;
}

export function probeView(
	original: ProbeResult,
	language: Language,
): ProbeView {
	const result = clean(original);
	const texts = probeTexts(language);
	return {
		...{ result, texts, numbers: numbersOf(texts) },
		model: shortName(result.subject.name),
	};
}
