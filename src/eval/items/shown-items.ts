import type { ItemResult } from "../eval-result.ts";
import type { Question } from "../question.ts";
import type { Responder } from "../responder.ts";
import { failedItem, scoredItem } from "./item.ts";

/** Negative log-likelihoods of what the rows show, nats per token; a uniform guess is chance. */
export async function* shownItems(
	questions: readonly Question[],
	responder: Responder,
): AsyncGenerator<ItemResult> {
	const chance = Math.log(responder.vocabSize);
	for await (const reply of responder.shown(questions)) {
		const question = questions[reply.index] as Question;
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
