import type { Example } from "../../data/example.ts";
import type { Deviation } from "../eval-result.ts";
import type { Question } from "../task/question.ts";
import { type AnsweringPair, answersUnder } from "./answers-under.ts";
import { lengthDrift, meanPerToken, tokenShift } from "./deviation.ts";
import type { QuestionEncoder } from "./encoder.ts";
import { longestOf, portions, roomFor } from "./portions.ts";
import { readEach } from "./read-each.ts";

/** A tuned model as it is opened. */
export interface TunedModel extends AnsweringPair {
	readonly encoder: QuestionEncoder;
}

function readable<T>(
	questions: readonly Question[],
	read: (question: Question) => T,
): T[] {
	return readEach(questions, read).readable.map(({ value }) => value);
}

/**
 * How far a model is from its base, or from another tuned model: on what the rows show, and in greedy answers of so many tokens at most, or in none.
 * What cannot be read is left out: it is reported where it is scored.
 */
export async function measureDeviation(
	tuned: TunedModel,
	questions: readonly Question[],
	maxNewTokens: number | null,
): Promise<Deviation> {
	const { encoder } = tuned;
	const shown = readable(questions, (one) => encoder.shown(one));
	const kl = await divergence(tuned, shown);
	const prompts = readable(questions, (one) => encoder.prompt(one));
	if (maxNewTokens === null || prompts.length === 0)
		return { kl, length: null, shift: null };
	return { kl, ...(await drift(tuned, prompts, maxNewTokens)) };
}

async function divergence(
	{ compared }: TunedModel,
	rows: readonly Example[],
): Promise<Deviation["kl"]> {
	if (rows.length === 0) return null;
	const groupOf = (row: number) => [rows[row] as Example];
	const reader = await compared.likelihoods(roomFor(longestOf(rows)));
	try {
		const found: (Float32Array | null)[] = rows.map(() => null);
		// As a model is shown them: what it scored then may still be known.
		for (const some of portions([...rows.keys()], groupOf)) {
			const scores = await reader.score(some.map(groupOf));
			for (const [i, row] of some.entries()) found[row] = scores[i]?.kl ?? null;
		}
		return meanPerToken(found.flatMap((kl) => (kl === null ? [] : [kl])));
	} finally {
		await reader.dispose();
	}
}

async function drift(
	tuned: TunedModel,
	prompts: readonly Int32Array[],
	maxNewTokens: number,
): Promise<Pick<Deviation, "length" | "shift">> {
	const answers = await answersUnder(tuned, prompts, maxNewTokens);
	const tokens = (side: "own" | "base") =>
		answers.map((answer) => answer[side].ids.length);
	return {
		length: lengthDrift(tokens("base"), tokens("own")),
		shift: tokenShift(answers.map(({ ranks }) => ranks)),
	};
}
