import type { Likelihood, Responder } from "./responder.ts";
import type { Question } from "./task/question.ts";

/** Any number does: what a guess costs is measured in it, too. */
const vocabSize = 1024;

/** Certain of its own answer; of every other text it knows nothing. */
function likelihood(text: string, own: string | null): Likelihood {
	return { logProb: text === own ? 0 : -Math.log(vocabSize), tokens: 1 };
}

/** A function as a responder; null means no answer. Its own answer has probability 1, and all others are equally unlikely. */
export function respondWith(
	name: string,
	answer: (question: Question) => string | null,
): Responder {
	async function* each<T>(
		questions: readonly Question[],
		of: (question: Question) => T,
	) {
		for (const [index, question] of questions.entries())
			yield { index, kind: "given" as const, value: of(question) };
	}
	return {
		name,
		vocabSize,
		answer: (questions) =>
			each(questions, (question) => {
				const text = answer(question) ?? "";
				return { text, tokens: text === "" ? 0 : text.split(/\s+/).length };
			}),
		shown: (questions) =>
			each(questions, (question) =>
				likelihood(question.expected ?? "", answer(question)),
			),
		choices: (questions) =>
			each(questions, (question) => {
				const own = answer(question)?.trim() ?? null;
				const { texts } = question.choices ?? { texts: [] };
				return texts.map((text) => likelihood(text.trim(), own));
			}),
		deviation: async () => null,
		dispose: async () => {},
	};
}

/** Knows every right answer that a row gives. */
export const oracle = respondWith("oracle", ({ expected }) => expected);

/** Knows nothing: gives no answers, and all answers are equally likely to it. */
export const nobody = respondWith("no answer", () => null);
