import { answersUnder } from "../../eval/model/answers-under.ts";
import {
	type MeasuringEngineOptions,
	measuringEngine,
} from "../../eval/model/measuring-engine.ts";
import { openReading } from "../../eval/model/open-reading.ts";
import { readEach } from "../../eval/model/read-each.ts";
import type { Subject } from "../../eval/model/subject.ts";
import type { Question } from "../../eval/task/question.ts";
import { openModelText } from "../../policy/model-text.ts";
import { requireSameTokens } from "../../text/tokenizer/require-same-tokens.ts";
import { StreamDecoder } from "../../text/tokenizer/stream-decoder.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";
import type { AnswerReading, ReadToken } from "./answer-reading.ts";

export interface MeasureStyleOptions extends MeasuringEngineOptions {
	/** Tokens of an answer, at most. */
	readonly maxNewTokens: number;
	/** Answers that are generated side by side. */
	readonly batchRows: number;
	readonly signal: AbortSignal | null;
}

/**
 * Greedy answers of a tuned model and of its base, with the rank of every token of the former under the latter. Questions
 * that the model cannot read are left out. Throws `weights` if the two do not have the same tokens, and `device`.
 */
export async function measureStyle(
	base: Subject,
	tuned: Subject,
	questions: readonly Question[],
	{ maxNewTokens, batchRows, signal, ...by }: MeasureStyleOptions,
): Promise<AnswerReading[]> {
	const options = { own: tuned, other: base, tokens: 2048 };
	const model = await measuringEngine(by).openMeasured(options);
	try {
		const { tokenizer, encoder } = await openReading(tuned, model.shape);
		if (base.model !== tuned.model)
			await requireTokensOf(base, tuned, tokenizer);
		const { readable } = readEach(questions, (one) => encoder.prompt(one));
		if (readable.length === 0 || model.compared === null) return [];
		const pair = { model, compared: model.compared };
		const answers = await answersUnder(
			{ ...pair, tokenizer, options: { batchRows, signal } },
			readable.map(({ value }) => value),
			maxNewTokens,
		);
		return answers.map(({ row, own, base: before, ranks, firsts }) => {
			const { index } = readable[row] as { index: number };
			const { wording, question, prompt } = questions[index] as Question;
			return {
				...{ id: wording, question, prompt },
				...{ base: before.text, tuned: own.text },
				tokens: readTokens(tokenizer, own.ids, { ranks, firsts }),
			};
		});
	} finally {
		await model.dispose();
	}
}

async function requireTokensOf(
	base: Subject,
	tuned: Subject,
	tokenizer: Tokenizer,
): Promise<void> {
	const other = await openModelText(base.model, base);
	requireSameTokens(
		{ folder: tuned.model, tokenizer },
		{ folder: base.model, tokenizer: other.tokenizer },
		{
			where: "style of answers",
			reason: "because the base reads the tuned model's answers token by token",
			other: base.model,
			hint: "Name the model that it was tuned from.",
		},
	);
}

function readTokens(
	tokenizer: Tokenizer,
	ids: readonly number[],
	{ ranks, firsts }: { ranks: Uint32Array; firsts: Int32Array },
): ReadToken[] {
	const stream = new StreamDecoder(tokenizer, { skipSpecial: true });
	return ids.map((id, i) => {
		const text = stream.push(id);
		return {
			text,
			shown: text === "" ? spelling(tokenizer, id) : text,
			rank: ranks[i] as number,
			first: spelling(tokenizer, firsts[i] as number),
		};
	});
}

/** A token by itself: its text, or its entry of the vocabulary if it is only a part of a character. */
function spelling(tokenizer: Tokenizer, id: number): string {
	const text = tokenizer.decode([id], { skipSpecial: true });
	return text === "" || text.includes("\uFFFD")
		? (tokenizer.tokenOf(id) ?? text)
		: text;
}
