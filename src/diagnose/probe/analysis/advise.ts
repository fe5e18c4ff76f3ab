import type {
	ProbeAdvice,
	ProbeMethodSummary,
	ProbePrediction,
} from "../probe-result.ts";
import { fewExamples, leastItems, presentations } from "./assumptions.ts";
import type { JudgedItem } from "./judge-items.ts";

export interface AdviseOptions {
	readonly prediction: ProbePrediction;
	readonly deciding: ProbeMethodSummary;
}

/** Points of accuracy below which a gain is not worth training for. */
const leastGain = 0.02;

/**
 * What to do with the rows, in order of preference: what is cheapest for the largest number of items first. Drawing out
 * needs few rows, however many items it helps; a prompt needs no training; teaching needs each unknown item several times.
 */
export function advise(
	items: readonly JudgedItem[],
	{ prediction, deciding }: AdviseOptions,
): ProbeAdvice[] {
	const total = items.length;
	const unsure = items.filter(({ knowledge }) => knowledge === "unsure");
	const unknown = items.filter(({ knowledge }) => knowledge === "unknown");
	if (total < leastItems) return [{ kind: "cannot-tell", items: total }];
	const drawn = Math.round(prediction.drawOut.value * total);
	const advice: ProbeAdvice[] = [];
	if (prediction.drawOut.low > leastGain)
		advice.push({
			kind: "draw-out",
			rows: Math.min(fewExamples, drawn),
			items: drawn,
		});
	if (unknown.length > leastGain * total)
		advice.push(
			{ kind: "put-into-prompt", items: unknown.length },
			{
				kind: "teach",
				items: unknown.length,
				rows: unknown.length * presentations,
			},
		);
	if (advice.length === 0)
		advice.push({
			kind: "nothing-to-gain",
			items: total - unsure.length - unknown.length,
		});
	const blind = deciding.accuracy.low <= deciding.chance;
	const doubtful = blind ? total : unsure.length;
	if (blind || unsure.length > total / 2)
		advice.unshift({ kind: "cannot-tell", items: doubtful });
	return advice;
}
