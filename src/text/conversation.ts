import { TemperError } from "../core/error.ts";
import { Kept } from "../core/kept.ts";
import type { EncodedRow } from "./encoded-row.ts";
import type { TrainingMessage } from "./message.ts";
import { isSilent } from "./said/is-silent.ts";
import type { ChatTemplate } from "./template/template.ts";
import { tokenBoundaries } from "./tokenizer/token-boundary.ts";
import type { Tokenizer } from "./tokenizer/tokenizer.ts";
import type { Turn } from "./turns/turn.ts";
import { findTurns } from "./turns/turns.ts";

/**
 * Encodes a conversation by the model's own template. The ids are those of the whole rendered text, encoded at once;
 * supervised are the assistant turns that are to be learned from, each with the token that ends it and nothing after.
 * A turn that the template rewrites because others follow it is not learnt, and counted. Throws `data` if the template
 * refuses the messages, does not write all that they say, or hides where a turn begins or ends.
 */
export function encodeConversation(
	messages: readonly TrainingMessage[],
	context: ConversationContext,
): EncodedRow {
	const kept = keptRows(context);
	const key = JSON.stringify([messages, context.tools]);
	const row = kept.get(key) ?? encodeAnew(messages, context);
	kept.set(key, row, key.length + 5 * row.ids.length);
	// Callers may write into the arrays.
	return { ...row, ids: row.ids.slice(), mask: row.mask.slice() };
}

interface ConversationContext {
	readonly tokenizer: Tokenizer;
	readonly template: ChatTemplate;
	readonly tools: readonly unknown[] | null;
	readonly where: string;
}

/** Characters and bytes of the rows that are kept for a tokenizer. */
const largestKept = 16e6;

const keptBy = new WeakMap<Tokenizer, Map<string, Kept<EncodedRow>>>();

/** Rows that were encoded before: each run of a study encodes the same ones, and so do tasks with several seeds. */
function keptRows({ tokenizer, template }: ConversationContext) {
	const byTemplate = keptBy.get(tokenizer) ?? new Map();
	keptBy.set(tokenizer, byTemplate);
	const kept: Kept<EncodedRow> =
		byTemplate.get(template.text) ?? new Kept(largestKept);
	byTemplate.set(template.text, kept);
	return kept;
}

function encodeAnew(
	messages: readonly TrainingMessage[],
	context: ConversationContext,
): EncodedRow {
	const { tokenizer, template, tools, where } = context;
	const { text, turns, rewritten } = findTurns(
		{
			messages: messages.map(({ message }) => message),
			taught: [...messages.keys()].filter((i) => {
				const { message, train } = messages[i] as TrainingMessage;
				return train && message.role === "assistant";
			}),
			tools,
			where,
		},
		template,
		tokenizer,
	);
	const ids = tokenizer.encode(text, { addSpecial: false, where });
	const mask = new Uint8Array(ids.length);
	const boundaries = tokenBoundaries(
		tokenizer,
		text,
		ids,
		turns.flatMap(({ start, end }) => [start, end]),
	);
	turns.forEach((turn, k) => {
		const [start = 0, end = 0] = boundaries.slice(2 * k, 2 * k + 2);
		const closing = tokenizer.tokenOf(ids[end - 1] ?? -1) ?? "";
		if (turn.closed && (end <= start || !tokenizer.special.has(closing))) {
			throw new TemperError("data", {
				where: `${where}, messages[${turn.message ?? "?"}]`,
				expected: "a separate token that ends the turn",
				found: "a token that extends beyond the turn",
			});
		}
		mask.fill(1, start, end);
	});
	mask[0] = 0;
	return {
		...{ ids, mask },
		...(rewritten > 0 && { rewritten }),
		...(turns.some((turn) => isSilentTurn(turn, messages)) && { silent: true }),
	};
}

/** Whether a turn says nothing visible. One that cannot be told apart by message stands for all of them. */
function isSilentTurn(
	{ message: index }: Turn,
	messages: readonly TrainingMessage[],
): boolean {
	return messages.some(
		({ message, train }, i) =>
			train &&
			message.role === "assistant" &&
			(index === null || index === i) &&
			isSilent(message),
	);
}
