import type { ColdStartSign } from "../../../runs/cold-start-measures.ts";
import type {
	ArmResult,
	RunColdStart,
} from "../../../studies/pilot/pilot-result.ts";
import { countText, numberText } from "../../page/language/number-text.ts";
import { shortName } from "../../page/language/short-name.ts";
import type { PilotTexts } from "../pilot-texts.ts";

/** If an arm learned preferences from a policy that was not fine-tuned on such answers: the figures of its first such run. */
export function coldStartNotes(texts: PilotTexts, arm: ArmResult): string[] {
	const finished = arm.runs.filter(({ state }) => state === "finished");
	const cold = finished.flatMap(({ coldStart }) =>
		coldStart !== undefined && coldStart.signs.length > 0 ? [coldStart] : [],
	);
	const [first] = cold;
	if (first === undefined) return [];
	const { signs, demonstrations } = first;
	return [
		texts.notes.coldStart({
			...{ arm: shortName(arm.name), of: finished.length, runs: cold.length },
			reasons: signs.map((sign) => reasonText(texts, sign, first)),
			demonstrations: countText(texts.language, demonstrations ?? 0),
		}),
	];
}

function reasonText(
	{ notes, language }: PilotTexts,
	sign: ColdStartSign,
	{ logProb, excess, endP, greedy }: RunColdStart,
): string {
	const text = (value: number) => numberText(language, value, { decimals: 2 });
	const { coldSigns } = notes;
	switch (sign) {
		case "excess":
			return coldSigns.excess(text(excess));
		case "unlikely":
			return coldSigns.unlikely(text(logProb));
		case "end-of-turn":
			return coldSigns.endOfTurn(text(endP ?? 0));
		case "unfinished":
			return coldSigns.unfinished({
				ended: countText(language, greedy?.ended ?? 0),
				prompts: countText(language, greedy?.prompts ?? 0),
				limit: countText(language, greedy?.limit ?? 0),
			});
		default:
			return sign satisfies never;
	}
}
