import { isDeepStrictEqual } from "node:util";
import { kindOf } from "../formats/json/parse-json.ts";
import type { Row } from "../formats/rows/row.ts";
import { refuseContext, withContext } from "./columns/context-columns.ts";
import {
	askedOf,
	columnOf,
	hasColumn,
	messagesOf,
	refuseRow,
	unlearnt,
} from "./columns/row-columns.ts";
import { placeOf } from "./columns/row-format.ts";
import { type EncodingParts, encodeMessages } from "./demonstration.ts";
import type { EncodedAnswer, EncodedRow } from "./encoded-row.ts";
import type { TrainingMessage } from "./message.ts";
import { encodeCompletion } from "./plain-text.ts";
import { isSilent } from "./said/is-silent.ts";
import { sharePrompt } from "./shared-prompt.ts";
import { isVisible } from "./turns/visible.ts";

const sides = ["chosen", "rejected"] as const;
type Side = (typeof sides)[number];
type Both<T> = Readonly<Record<Side, T>>;

/**
 * Encodes the two answers of a row so that they share the tokens of their prompt. The prompt is a column (`prompt`,
 * `messages`, `conversations`, `question`, `instruction`), or the messages with which both sides begin. That the answers
 * differ is left to whoever cuts them to a length. Throws `data` naming file, line and field.
 */
export function encodePair(
	row: Row,
	parts: EncodingParts,
): readonly [chosen: EncodedAnswer, rejected: EncodedAnswer] {
	for (const side of sides) requireSide(row, side);
	const encoded = isPlain(row) ? plain(row, parts) : conversed(row, parts);
	const where = columnOf(row, "rejected");
	sharePrompt(encoded, parts.tokenizer, where);
	return [
		{ ...encoded.chosen, liked: true },
		{ ...encoded.rejected, liked: false },
	];
}

/** What both answers of a pair answer: a plain text, or messages. Throws `data`. */
export function promptOfPair(row: Row): string | readonly TrainingMessage[] {
	if (isPlain(row)) return row.value.prompt as string;
	return divide(
		row,
		both((side) => messagesOf(row, side, "assistant")),
	).prompt;
}

function requireSide(row: Row, side: Side): void {
	const where = columnOf(row, side);
	const value = row.value[side] ?? null;
	if (value === null) refuseRow(where, `the ${side} answer`, "nothing");
	if (typeof value === "string") {
		if (!isVisible(value)) refuseRow(where, "an answer", "an empty text");
	} else if (typeof value !== "object") {
		refuseRow(where, "a text or a list of messages", kindOf(value));
	}
}

function isPlain({ value }: Row): boolean {
	const { prompt, chosen, rejected } = value;
	return [prompt, chosen, rejected].every((part) => typeof part === "string");
}

function plain(row: Row, { tokenizer }: EncodingParts): Both<EncodedRow> {
	const prompt = row.value.prompt as string;
	refuseContext(row);
	return both((side) =>
		encodeCompletion(tokenizer, {
			prompt,
			completion: row.value[side] as string,
			where: columnOf(row, side),
		}),
	);
}

function conversed(row: Row, parts: EncodingParts): Both<EncodedRow> {
	const said = both((side) => messagesOf(row, side, "assistant"));
	const { prompt, answers } = divide(row, said);
	const asked = unlearnt(withContext(row, prompt));
	for (const side of sides) requireAnswer(row, side, answers[side]);
	return both((side) =>
		encodeMessages(row, [...asked, ...answers[side]], parts),
	);
}

function requireAnswer(
	row: Row,
	side: Side,
	answer: readonly TrainingMessage[],
): void {
	const turns = answer.filter(({ message }) => message.role === "assistant");
	const where = columnOf(row, side);
	if (turns.length === 0)
		refuseRow(where, "an answer of the assistant", "none");
	if (turns.every(({ message }) => isSilent(message)))
		refuseRow(where, "an answer", "an empty text");
}

interface Divided {
	readonly prompt: readonly TrainingMessage[];
	readonly answers: Both<readonly TrainingMessage[]>;
}

/** Tells the prompt from the answers. */
function divide(row: Row, said: Both<readonly TrainingMessage[]>): Divided {
	const whole = both((side) => !answersFirst(said[side]));
	if (whole.chosen !== whole.rejected) {
		const side = whole.chosen ? "rejected" : "chosen";
		return refuseRow(
			columnOf(row, side),
			"chosen and rejected to be both answers without the prompt, or both whole conversations",
			"only the other one to be a whole conversation",
		);
	}
	if (whole.chosen) return divideWhole(row, said);
	const prompt = askedOf(row);
	if (prompt !== null) return { prompt, answers: said };
	return refuseRow(
		placeOf(row),
		"a prompt to which chosen and rejected are the answers",
		`only the columns ${Object.keys(row.value).slice(0, 20).join(", ")}`,
		"Add a column prompt, or give both sides as whole conversations that begin with the same messages.",
	);
}

function divideWhole(
	row: Row,
	said: Both<readonly TrainingMessage[]>,
): Divided {
	const { chosen, rejected } = said;
	let shared = 0;
	while (
		shared < Math.min(chosen.length, rejected.length) &&
		same(chosen[shared], rejected[shared])
	)
		shared++;
	// Two equal conversations: the answers are what follows the last question.
	if (shared === chosen.length && shared === rejected.length)
		while (shared > 0 && chosen[shared - 1]?.message.role === "assistant")
			shared--;
	const prompt = chosen.slice(0, shared);
	const answers = both((side) => said[side].slice(shared));
	for (const side of sides) {
		const place = `${columnOf(row, side)}[${shared}]`;
		if (answers[side].length === 0)
			refuseRow(
				place,
				"an answer, because the other side has one",
				"the end of the conversation",
			);
		if (shared > 0 && answersFirst(answers[side])) continue;
		refuseRow(
			place,
			"chosen and rejected to begin with the same prompt and to differ from an assistant's answer on",
			`prompts that differ at a message of the ${answers[side][0]?.message.role}`,
		);
	}
	requireSamePrompt(row, prompt);
	return { prompt, answers };
}

/** A column `prompt` next to whole conversations must agree with them. */
function requireSamePrompt(row: Row, shared: readonly TrainingMessage[]): void {
	if (!hasColumn(row, "prompt")) return;
	const { prompt } = row.value;
	const agrees =
		typeof prompt === "string"
			? shared.some(({ message }) => message.content?.trim() === prompt.trim())
			: messagesOf(row, "prompt", "user").every((one, i) =>
					same(one, shared[i]),
				);
	if (!agrees)
		refuseRow(
			columnOf(row, "prompt"),
			"the prompt that chosen and rejected share",
			"another one",
		);
}

function answersFirst(messages: readonly TrainingMessage[]): boolean {
	const role = messages[0]?.message.role;
	return role === "assistant" || role === "tool";
}

function same(
	a: TrainingMessage | undefined,
	b: TrainingMessage | undefined,
): boolean {
	return isDeepStrictEqual(a?.message, b?.message);
}

function both<T>(of: (side: Side) => T): Both<T> {
	return { chosen: of("chosen"), rejected: of("rejected") };
}
