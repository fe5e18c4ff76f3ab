import { TemperError } from "../../core/error.ts";
import type { Message } from "../message.ts";
import { checkPrompt } from "../said/check-prompt.ts";
import { keepWritten } from "../said/keep-written.ts";
import type { ChatTemplate } from "../template/template.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { markedTurns, unended } from "./marked-turns.ts";
import type { Conversation, Turn } from "./turn.ts";
import { turnEnd } from "./turn-end.ts";

interface Search {
	readonly conversation: Conversation;
	readonly template: ChatTemplate;
	readonly tokenizer: Tokenizer;
	/** The one full rendering. */
	readonly text: string;
}

/** A rendered conversation and the turns in it to learn from. */
export interface FoundTurns {
	readonly text: string;
	readonly turns: readonly Turn[];
	/** Turns that the template rewrites because others follow: they do not show what the row says and are not learnt. */
	readonly rewritten: number;
}

/** Locates the taught turns and keeps those that show all that the row says. Throws `data` if a turn never shows it. */
export function findTurns(
	conversation: Conversation,
	template: ChatTemplate,
	tokenizer: Tokenizer,
): FoundTurns {
	const { messages, taught, tools, where } = conversation;
	const { text, turns } = locateTurns(conversation, template, tokenizer);
	const kept = keepWritten({ text, turns }, conversation, (i) => {
		const upTo = { ...conversation, messages: messages.slice(0, i + 1) };
		return locateTurns({ ...upTo, taught: [i] }, template, tokenizer);
	});
	const rendering = { template, messages, tools, where, taught };
	checkPrompt(text, { ...rendering, addGenerationPrompt: false });
	return { text, turns: kept, rewritten: turns.length - kept.length };
}

/**
 * Renders a conversation once and locates its taught turns in the text. If the template marks them, its marks
 * count. Otherwise a turn begins where the rendering of the messages before it, with generation prompt, ends, and
 * ends with the token that closes the rendering of the messages up to it. A template that writes earlier messages
 * otherwise than last ones is probed: the turn's text is replaced by two others, and what stays equal is not the turn.
 * Throws `data` if neither way finds a turn.
 */
export function locateTurns(
	conversation: Conversation,
	template: ChatTemplate,
	tokenizer: Tokenizer,
): { text: string; turns: Turn[] } {
	const { messages, taught, tools, where } = conversation;
	const { text, marked, marksTurns } = template.renderMarked(messages, {
		addGenerationPrompt: false,
		tools,
		where,
	});
	const search: Search = { conversation, template, tokenizer, text };
	if (taught.length === 0) return { text, turns: [] };
	if (marksTurns) {
		const turns = markedTurns(text, marked, conversation, tokenizer);
		return { text, turns };
	}
	const turns = taught.map((i) => locate(search, i));
	turns.forEach((turn, k) => {
		if (turn.start < (turns[k - 1]?.end ?? 0)) lost(search, taught[k] ?? 0);
	});
	return { text, turns };
}

function locate(search: Search, message: number): Turn {
	const { text, conversation, tokenizer } = search;
	const before = conversation.messages.slice(0, message);
	const upTo = conversation.messages.slice(0, message + 1);
	const prompt = attempt(search, before, true);
	const start =
		prompt !== null && text.startsWith(prompt) ? prompt.length : null;
	const closed =
		upTo.length === conversation.messages.length
			? text
			: attempt(search, upTo, false);
	if (start !== null && closed !== null && text.startsWith(closed)) {
		const end = turnEnd.last(text.slice(start, closed.length), tokenizer);
		if (end !== null) return { message, start, end: start + end, closed: true };
	}
	return locateByProbe(search, message, start);
}

/** Two stand-ins for a turn's text: their first and last letters differ, and no template trims them. */
const probes = ["Alpha one", "Beta two"] as const;

function locateByProbe(
	search: Search,
	message: number,
	promptEnd: number | null,
): Turn {
	const { text, tokenizer, conversation } = search;
	const [one, other] = probes.map((content) =>
		attempt(
			search,
			conversation.messages.with(message, { role: "assistant", content }),
			false,
		),
	);
	if (!one || !other || one === other) return lost(search, message);
	const head = commonPrefix(one, other);
	const tail = commonSuffix(one, other);
	const contentEnd = text.length - tail;
	if (
		head > contentEnd ||
		!text.startsWith(one.slice(0, head)) ||
		!text.endsWith(one.slice(one.length - tail))
	) {
		return lost(search, message);
	}
	const end = turnEnd.first(text.slice(contentEnd), tokenizer);
	if (end === null) return unended(conversation, message);
	const start =
		promptEnd !== null && promptEnd <= contentEnd ? promptEnd : head;
	return { message, start, end: contentEnd + end, closed: true };
}

/** A rendering of other messages than the row's: that the template refuses them says nothing about the row. */
function attempt(
	search: Search,
	messages: readonly Message[],
	addGenerationPrompt: boolean,
): string | null {
	const { tools } = search.conversation;
	try {
		return search.template.render(messages, { addGenerationPrompt, tools });
	} catch (error) {
		if (error instanceof TemperError && error.code === "data") return null;
		throw error;
	}
}

function commonPrefix(a: string, b: string): number {
	let n = 0;
	while (n < a.length && n < b.length && a[n] === b[n]) n++;
	return n;
}

function commonSuffix(a: string, b: string): number {
	let n = 0;
	while (n < a.length && n < b.length && a.at(-1 - n) === b.at(-1 - n)) n++;
	return n;
}

function lost(search: Search, message: number): never {
	throw new TemperError("data", {
		where: `${search.conversation.where}, messages[${message}]`,
		expected:
			"an assistant turn that can be found in the rendered conversation",
		found:
			"a template that writes it in a way that hides where it begins or ends",
		hint: "Mark the assistant's text with {% generation %} in a template file of your own (data.template), or begin the conversation with a user turn.",
	});
}
