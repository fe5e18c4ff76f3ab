import { isObject } from "../../formats/json/parse-json.ts";
import type { Message } from "../message.ts";
import { callPieces } from "./call-pieces.ts";
import { type Piece, trimSpace } from "./piece.ts";

/** Fields besides content and calls in which data sets and APIs keep what an assistant thought or said. */
const teachingFields = [
	"reasoning_content",
	"thinking",
	"reasoning",
	"reasoning_details",
	"thought",
	"thoughts",
	"tool_plan",
	"refusal",
	"audio",
] as const;

const thoughtTag = /(<\/?think(?:ing)?>)/;

/** All that an assistant message says: thoughts, content, names and arguments of calls. */
export function saidIn(message: Message): Piece[] {
	const { thoughts, rest } = partsOf(message.content ?? "");
	const content = [...thoughts, ...rest];
	const known = new Set(thoughts);
	const pieces = content.map((part) => pieceOf("content", part));
	for (const field of teachingFields)
		for (const text of textsIn(message[field])) {
			const part = trimSpace(text);
			if (part === "" || known.has(part)) continue;
			known.add(part);
			pieces.push(pieceOf(field, part));
		}
	return [...pieces, ...callPieces(message.tool_calls)];
}

/** What an earlier assistant message must still say in a prompt: its answer and its calls. Thoughts may be dropped. */
export function answeredIn(message: Message): Piece[] {
	const answer = (message.content ?? "").split("</think>").at(-1) ?? "";
	const { rest } = partsOf(answer);
	return [
		...rest.map((part) => pieceOf("content", part)),
		...callPieces(message.tool_calls),
	];
}

interface Parts {
	readonly thoughts: readonly string[];
	readonly rest: readonly string[];
}

/** A content divided at its thought tags, since templates set the white space around them anew. */
function partsOf(content: string): Parts {
	const thoughts: string[] = [];
	const rest: string[] = [];
	const parts = content.split(thoughtTag);
	parts.forEach((part, i) => {
		const said = trimSpace(part);
		if (i % 2 === 1 || said === "") return;
		const closed = parts[i + 1]?.startsWith("</") ?? false;
		(closed ? thoughts : rest).push(said);
	});
	return { thoughts, rest };
}

function pieceOf(field: string, value: string): Piece {
	return { field, value, spellings: [value] };
}

/** The texts of a field: itself, those of a list, or those that an API puts under `text` and the like. */
function textsIn(value: unknown): string[] {
	if (typeof value === "string") return [value];
	if (Array.isArray(value)) return value.flatMap(textsIn);
	if (!isObject(value)) return [];
	const { text, summary, transcript, content, thinking } = value;
	return [text, summary, transcript, content, thinking].flatMap(textsIn);
}
