export interface LabMessage {
	readonly role: "user" | "assistant";
	readonly content: string;
}

/** A row of text, or of a conversation: formats `text` and `messages` of data files. */
export type LabRow =
	| { readonly text: string }
	| { readonly messages: readonly LabMessage[] };

/** A question and its answer. */
export interface Turn {
	readonly question: string;
	readonly answer: string;
}

/** Turns as one conversation. */
export function conversation(turns: readonly Turn[]): {
	messages: LabMessage[];
} {
	return {
		messages: turns.flatMap(({ question, answer }): LabMessage[] => [
			{ role: "user", content: question },
			{ role: "assistant", content: answer },
		]),
	};
}
