import { TemperError } from "../../core/error.ts";
import type { Span } from "../template/template.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { Conversation, Turn } from "./turn.ts";
import { turnEnd } from "./turn-end.ts";

/**
 * The taught turns as the template's `{% generation %}` marks have them, each with the token that ends it, whether
 * that stands inside the mark or behind it, and without white space after it. Some templates mark a turn in several
 * parts: then marks and turns cannot be matched, and the marks count as they stand, if no turn is switched off.
 * Throws `data` if marks are missing or no mark is followed by an ending token.
 */
export function markedTurns(
	text: string,
	marked: readonly Span[],
	conversation: Conversation,
	tokenizer: Tokenizer,
): Turn[] {
	const { messages, taught, where } = conversation;
	const assistants = [...messages.keys()].filter(
		(i) => messages[i]?.role === "assistant",
	);
	const count = assistants.length;
	const spans = marked.length === count ? marked : joinTouching(marked);
	const matched = spans.length === count;
	if (spans.length === 0 || (!matched && taught.length < count)) {
		throw new TemperError("data", {
			where,
			expected: `the template to mark ${count} assistant turns with {% generation %}`,
			found: `${spans.length} marks`,
		});
	}
	const turns = matched
		? taught.map((message) => {
				const span = spans[assistants.indexOf(message)] as Span;
				return { message, ...close(text, span, tokenizer) };
			})
		: spans.map((span) => ({ message: null, ...close(text, span, tokenizer) }));
	const open = turns.find(({ closed }) => !closed);
	if (open && (matched || !turns.some(({ closed }) => closed))) {
		return unended(conversation, open.message);
	}
	return turns;
}

function close(
	text: string,
	{ start, end }: Span,
	tokenizer: Tokenizer,
): Span & { closed: boolean } {
	const inside = turnEnd.last(text.slice(start, end), tokenizer);
	if (inside !== null) return { start, end: start + inside, closed: true };
	const behind = turnEnd.first(text.slice(end), tokenizer);
	if (behind === null) return { start, end, closed: false };
	return { start, end: end + behind, closed: true };
}

function joinTouching(spans: readonly Span[]): Span[] {
	const joined: Span[] = [];
	for (const span of spans) {
		const last = joined.at(-1);
		if (last?.end === span.start) {
			joined[joined.length - 1] = { start: last.start, end: span.end };
		} else joined.push(span);
	}
	return joined;
}

/** Refuses a turn that nothing ends. */
export function unended(
	conversation: Conversation,
	message: number | null,
): never {
	const place = message === null ? "" : `, messages[${message}]`;
	throw new TemperError("data", {
		where: conversation.where + place,
		expected: "the template to end an assistant turn with a special token",
		found: "none, so that the model could not learn to stop",
		hint: "Give a template file that writes the model's end-of-turn token (data.template).",
	});
}
