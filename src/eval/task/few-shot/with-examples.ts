import { TemperError } from "../../../core/error.ts";
import type { Message } from "../../../text/message.ts";
import { type Question, splitSystem } from "../question.ts";

/** An answered question that is put before others. */
export interface Example {
	/** `file:line`. */
	readonly id: string;
	readonly line: number;
	/** A plain text, or a conversation without its system messages. */
	readonly asked: string | readonly Message[];
	/** In a plain text, with the space that parts it from its prompt. */
	readonly answer: string;
}

type Prompt = string | readonly Message[];

/**
 * The question with examples before it: a conversation as turns of the user and the assistant after its own system
 * messages, a plain text as `prompt completion`, with an empty line after each. Throws `data` if it asks nothing, or if
 * an example is of the other kind.
 */
export function withExamples(
	question: Question,
	examples: readonly Example[],
): Question {
	const { asked, wording, unconditional } = question;
	if (asked === null)
		throw new TemperError("data", {
			where: wording,
			expected: "a question, since the task puts examples before it",
			found: "a text without a question",
		});
	const add = (prompt: Prompt) => after(examples, prompt, wording);
	return {
		...question,
		asked: add(asked),
		examples: examples.map(({ id }) => id),
		unconditional: unconditional && {
			...unconditional,
			asked: add(unconditional.asked),
		},
	};
}

function after(
	examples: readonly Example[],
	prompt: Prompt,
	wording: string,
): Prompt {
	if (typeof prompt === "string")
		return (
			examples
				.map(({ id, asked, answer }) =>
					typeof asked === "string"
						? `${asked}${answer}\n\n`
						: refuseKind(id, "a plain text", wording, "a conversation"),
				)
				.join("") + prompt
		);
	const turns = examples.flatMap(({ id, asked, answer }) =>
		typeof asked === "string"
			? refuseKind(id, "a conversation", wording, "a plain text")
			: [...asked, { role: "assistant", content: answer }],
	);
	const { system, rest } = splitSystem(prompt);
	return [...system, ...turns, ...rest];
}

function refuseKind(
	id: string,
	expected: string,
	wording: string,
	found: string,
): never {
	throw new TemperError("data", {
		where: `${id}, an example`,
		expected: `${expected}, as in the question ${wording}`,
		found,
		hint: "Take examples from rows of the same format as the questions.",
	});
}
