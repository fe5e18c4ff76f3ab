import { RandomStream } from "../../src/core/random.ts";
import {
	openJudgeServer,
	shownIn,
} from "../../src/eval/testing/open-judge-server.ts";
import { virtuesIn } from "./truth.ts";

/** Standard deviation of what the judge misjudges in an answer, in virtues: the same whenever it sees the answer. */
const misjudges = 0.6;

/** The same of a single verdict. */
const wavers = 0.3;

/** What the first place is worth to it, in virtues. */
const prefersFirst = 0.5;

/**
 * A judge behind an endpoint that knows the virtues of answers roughly and prefers the first place. `chosen`: the polite and
 * right answer to each question. Its verdicts depend on nothing but what it is shown.
 */
export function openBiasedJudge(chosen: ReadonlyMap<string, string>) {
	return openJudgeServer((asked) => {
		const question = shownIn(asked, "question");
		const best = chosen.get(question) ?? "";
		const seen = (tag: string) => {
			const answer = shownIn(asked, tag);
			const random = new RandomStream(1, `judge/${question}/${answer}`);
			return virtuesIn(answer, best) + misjudges * random.normal();
		};
		const waver = new RandomStream(2, `judge/${asked.text}`).normal();
		const lead = seen("answer_A") - seen("answer_B") + prefersFirst;
		const winner = lead + wavers * waver > 0 ? "A" : "B";
		return JSON.stringify({ winner });
	});
}
