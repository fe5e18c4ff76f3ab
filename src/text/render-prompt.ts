import type { Message } from "./message.ts";
import { checkPrompt } from "./said/check-prompt.ts";
import type { ChatTemplate } from "./template/template.ts";

export interface PromptParts {
	readonly template: ChatTemplate;
	readonly tools: readonly unknown[] | null;
	/** What asks, for errors. */
	readonly where: string;
}

/**
 * Renders a conversation that the assistant is to answer. Throws `data` if the template refuses it, or does not write
 * what it gives the model to read.
 */
export function renderPrompt(
	messages: readonly Message[],
	{ template, tools, where }: PromptParts,
): string {
	const options = { addGenerationPrompt: true, tools, where };
	const text = template.render(messages, options);
	checkPrompt(text, { ...options, template, messages, taught: [] });
	return text;
}
