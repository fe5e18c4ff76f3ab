import { TemperError } from "../../../core/error.ts";
import { openReading } from "../../../eval/model/open-reading.ts";
import type { Subject } from "../../../eval/model/subject.ts";
import { readQuestions } from "../../../eval/task/read-questions.ts";
import { openAnyModel } from "../../../formats/open-any-model.ts";
import type { ChoiceTask } from "./study-questions.ts";

/** How a model reads the questions of a study, each with its examples. */
export interface QuestionTokens {
	/** Of the longest question with an answer; 0 if all are too long. */
	readonly longest: number;
	/** Questions that are too long for the model: they will have no score. */
	readonly tooLong: number;
	/** Letters that the tokenizer splits into several tokens; none if options are not compared by letter. */
	readonly splitLetters: readonly string[];
}

/** Tokenises the questions. Throws `weights` and `data` for a folder that holds no model, or no tokenizer. */
export async function countTokens(
	subject: Subject,
	task: ChoiceTask,
): Promise<QuestionTokens> {
	const { model } = await openAnyModel(subject.model);
	const { encoder } = await openReading(subject, model.architecture);
	const split = new Set<string>();
	const long = new Set<string>();
	let longest = 0;
	for (const question of await readQuestions(task))
		try {
			const texts = question.choices?.texts ?? [];
			encoder.choices(question).forEach(({ ids, mask }, i) => {
				longest = Math.max(longest, ids.length);
				const tokens = mask.reduce((sum, one) => sum + one, 0);
				if (task.scorer.by === "letter" && tokens > 1)
					split.add((texts[i] ?? "").trim());
			});
		} catch (error) {
			if (!(error instanceof TemperError)) throw error;
			long.add(question.question);
		}
	return { longest, tooLong: long.size, splitLetters: [...split].sort() };
}
