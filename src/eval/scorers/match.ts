import { judgesThoughts } from "../../rewards/judged-answer.ts";
import { openRewards } from "../../rewards/open-rewards.ts";
import type { MatchSpec } from "../task/task.ts";
import type { AnswerScorer } from "./answer-scorer.ts";

/** What is known of empty answers: the score, that it must be tried once, or that it may differ from row to row. */
const empty: Readonly<Record<MatchSpec["kind"], number | "try" | null>> = {
	exact: 0,
	numeric: 0,
	contains: 0,
	regex: "try",
	"json-schema": "try",
	format: "try",
	module: null,
};

/** A reward as a scorer, in its own thread if it could loop forever. Throws `recipe` if it cannot be opened. */
export async function openMatch(spec: MatchSpec): Promise<AnswerScorer> {
	const rewards = await openRewards([{ ...spec, name: null, weight: 1 }]);
	const known = empty[spec.kind];
	const nothing = { id: "an empty answer", prompt: "", completion: "" };
	try {
		return {
			chance:
				known === "try"
					? await rewards.score({ ...nothing, answer: null, row: {} })
					: known,
			judgesThoughts: judgesThoughts(spec),
			parallel: 1,
			score: (answer) => rewards.score(answer),
			dispose: () => rewards.dispose(),
		};
	} catch (error) {
		await rewards.dispose();
		throw error;
	}
}
