import { blankText, isVisible } from "../../text/turns/visible.ts";
import type { ItemResult } from "../eval-result.ts";
import type { Responder } from "../responder.ts";
import type { Question } from "../task/question.ts";
import { failedItem, scoredItem } from "./item.ts";

/** Negative log-likelihoods of what the rows show, nats per token; a uniform guess is chance. */
export async function* shownItems(
	questions: readonly Question[],
	responder: Responder,
): AsyncGenerator<ItemResult> {
	const chance = Math.log(responder.vocabSize);
	const isBlank = ({ shown }: Question) => shown !== null && !isVisible(shown);
	for (const question of questions.filter(isBlank))
		yield failedItem(
			question,
			null,
			`expected an answer with a visible character, found ${blankText(question.shown ?? "")}`,
			{ chance },
		);
	const readable = questions.filter((question) => !isBlank(question));
	if (readable.length === 0) return;
	for await (const reply of responder.shown(readable)) {
		const question = readable[reply.index] as Question;
		if (reply.kind === "refused") {
			yield failedItem(question, null, reply.reason, { chance });
			continue;
		}
		const { logProb, tokens } = reply.value;
		yield scoredItem(question, null, {
			...{ answer: null, tokens: null, chance },
			score: -logProb / tokens,
			weight: tokens,
			details: { logProb },
		});
	}
}
