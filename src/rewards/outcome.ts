import { TemperError } from "../core/error.ts";
import { kindOf } from "../formats/json/parse-json.ts";
import type { AnswerToJudge, Reward } from "./reward.ts";
import { errorLine } from "./threads/error-line.ts";

/** What came of one call of a reward, in plain values that pass between threads. */
export type Outcome =
	| { readonly kind: "score"; readonly score: number }
	| {
			readonly kind: "fault";
			/** The place inside the row; empty for the whole. */
			readonly where: string;
			readonly expected: string;
			readonly found: string;
			readonly hint: string | null;
	  };

/** A fault of the reward itself. */
export function fault(found: string): Outcome {
	const expected = "a finite number";
	return { kind: "fault", where: "", expected, found, hint: null };
}

/** Calls a reward once. Never rejects. */
export async function outcomeOf(
	reward: Reward,
	answer: AnswerToJudge,
): Promise<Outcome> {
	try {
		const score: unknown = await reward(answer);
		if (typeof score !== "number") return fault(kindOf(score));
		return Number.isFinite(score)
			? { kind: "score", score }
			: fault(String(score));
	} catch (error) {
		if (!(error instanceof TemperError))
			return fault(`the error ${errorLine(error)}`);
		const { where, expected, found, hint } = error;
		return { kind: "fault", where, expected, found, hint };
	}
}

/** The score, or, thrown as `data`, the fault, with the names of the row and the reward. */
export function scoreOf(
	name: string,
	{ id }: AnswerToJudge,
	outcome: Outcome,
): number {
	if (outcome.kind === "score") return outcome.score;
	const { where, expected, found, hint } = outcome;
	throw new TemperError("data", {
		where: [id, `reward ${name}`, where].filter((part) => part).join(", "),
		expected,
		found,
		...(hint === null ? {} : { hint }),
	});
}
