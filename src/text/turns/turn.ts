import type { Message } from "../message.ts";
import type { Span } from "../template/template.ts";

/** What an assistant turn covers in the rendered text: from behind its header to behind the token that ends it. */
export interface Turn extends Span {
	/** Index of its message; null if a template's marks cannot be told apart by message. */
	readonly message: number | null;
	/** Whether it ends with a special token. */
	readonly closed: boolean;
}

export interface Conversation {
	readonly messages: readonly Message[];
	/** Indices of the assistant messages to find, ascending. */
	readonly taught: readonly number[];
	readonly tools: readonly unknown[] | null;
	/** The row, for errors. */
	readonly where: string;
}
