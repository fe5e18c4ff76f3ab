import {
	splitThoughts,
	type ThoughtMarks,
	usualMarks,
} from "../text/turns/thoughts.ts";
import type { AnswerToJudge, RewardFunction } from "./reward.ts";
import type { RewardSpec } from "./reward-spec.ts";

/** An answer as it is judged. */
export interface JudgedAnswer {
	readonly answer: AnswerToJudge;
	/** The model never came to an answer: its text ends inside a thought. */
	readonly none: boolean;
}

/** The answer without its thoughts; `whole` keeps them. Of one that ends inside a thought nothing is left. */
export function withoutThoughts(answer: AnswerToJudge): JudgedAnswer {
	const { completion, thinking } = answer;
	if (thinking === null)
		return { answer: { ...answer, whole: completion }, none: false };
	const { final } = splitThoughts(completion, thinking);
	const marks = thinking?.marks ?? usualMarks;
	const reference =
		answer.answer === null
			? null
			: splitThoughts(answer.answer, { marks, opened: false }).final;
	return {
		answer: {
			...{ ...answer, completion: final ?? "", whole: completion },
			// A reference without an answer is named by the reward that looks at it.
			answer: reference ?? answer.answer,
			thinking: { marks, opened: false },
		},
		none: final === null,
	};
}

interface Sight {
	/** Whether it judges the form of everything that the model wrote. */
	readonly whole: boolean;
	/** Whether it is asked about an empty text if there is no answer; otherwise such a text gets 0. */
	readonly asked: boolean;
}

const content: Sight = { whole: false, asked: false };
const form: Sight = { whole: true, asked: true };

const sights: Readonly<Record<RewardSpec["kind"], Sight>> = {
	exact: content,
	numeric: content,
	contains: content,
	regex: content,
	"json-schema": content,
	module: { whole: false, asked: true },
	...{ format: form, length: form, model: form },
};

/** What the declaration of a reward looks for, as text; a pattern without its escapes. */
function soughtBy(spec: Sighted): string {
	if ("pattern" in spec) return spec.pattern.replaceAll("\\", "");
	return ("text" in spec ? spec.text : null) ?? "";
}

type Unweighted<S> = S extends unknown ? Omit<S, "name" | "weight"> : never;
type Sighted = Unweighted<RewardSpec>;

/**
 * Whether a reward judges thoughts too: one of the form, one that looks for the mark of a thought itself, and one that was
 * told to.
 */
export function judgesThoughts(
	spec: Sighted,
	marks: readonly ThoughtMarks[] = usualMarks,
): boolean {
	const sought = soughtBy(spec);
	return (
		sights[spec.kind].whole ||
		spec.thoughts === "score" ||
		marks.some(({ open, close }) =>
			[open, close].some((mark) => sought.includes(mark)),
		)
	);
}

/** A reward that sees of an answer what its declaration is to judge. */
export function seeing(
	reward: RewardFunction,
	spec: RewardSpec,
): RewardFunction {
	const { asked, whole } = sights[spec.kind];
	return {
		name: reward.name,
		async score(answer) {
			if (whole || answer.thinking === null) return reward.score(answer);
			if (judgesThoughts(spec, answer.thinking?.marks))
				return reward.score({ ...answer, thinking: null });
			const judged = withoutThoughts(answer);
			const score = await reward.score(judged.answer);
			return judged.none && !asked ? 0 : score;
		},
	};
}
