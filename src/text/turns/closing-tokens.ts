import { TemperError } from "../../core/error.ts";
import type { Message } from "../message.ts";
import type { ChatTemplate } from "../template/template.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { turnEnd } from "./turn-end.ts";
import { locateTurns } from "./turns.ts";

const asked: Message = { role: "user", content: "Question" };
const answered: Message = { role: "assistant", content: "Answer" };
const thoughtful: Message = { ...answered, reasoning_content: "Thought" };

const call: Message = {
	role: "assistant",
	content: "",
	tool_calls: [
		{
			// Some templates insist on ids of nine letters and digits.
			...{ id: "call00001", type: "function" },
			function: { name: "look_up", arguments: { word: "x" } },
		},
	],
};

const tool = {
	type: "function",
	function: {
		...{ name: "look_up", description: "Looks a word up." },
		parameters: {
			type: "object",
			properties: { word: { type: "string", description: "The word." } },
			required: ["word"],
		},
	},
};

/** Conversations whose last turns show how a template closes turns; most templates refuse some of them. */
const endings: readonly (readonly Message[])[] = [
	[asked, answered],
	[asked, thoughtful],
	[asked, call],
];

/**
 * Ids of the special tokens with which a template closes the turns of the assistant: of an answer, of a tool call, and of
 * an answer before another question. A token that also stands inside a turn, as behind a thought, closes none. Empty if
 * the template cannot be rendered.
 */
export function closingTokens(
	template: ChatTemplate,
	tokenizer: Tokenizer,
): Set<number> {
	const turns = (messages: readonly Message[]) =>
		renderedTurns(messages, template, tokenizer);
	const last = endings.flatMap((messages) => turns(messages).slice(-1));
	const earlier = turns([asked, answered, asked, answered]).slice(0, 1);
	const found = [...last, ...earlier].flatMap((turn) => {
		const token = turnEnd.token(turn, tokenizer);
		return token === null ? [] : [token];
	});
	const inside = last.map((turn) => withoutEnds(turn, tokenizer));
	const closing = found.filter(({ text }) =>
		inside.every((turn) => !turn.includes(text)),
	);
	return new Set(closing.map(({ id }) => id));
}

/** A turn without the special tokens at its end: some templates write two. */
function withoutEnds(turn: string, tokenizer: Tokenizer): string {
	let rest = turn.trimEnd();
	for (;;) {
		const token = turnEnd.token(rest, tokenizer);
		if (token === null) return rest;
		rest = rest.slice(0, -token.text.length).trimEnd();
	}
}

/** The turns of the assistant in a rendered conversation; none if the template refuses it or hides them. */
function renderedTurns(
	messages: readonly Message[],
	template: ChatTemplate,
	tokenizer: Tokenizer,
): string[] {
	const roles = [...messages.keys()];
	const taught = roles.filter((i) => messages[i]?.role === "assistant");
	const calls = messages.some(({ tool_calls }) => tool_calls !== undefined);
	const conversation = {
		...{ messages, taught, where: template.source },
		tools: calls ? [tool] : null,
	};
	try {
		const { text, turns } = locateTurns(conversation, template, tokenizer);
		return turns
			.filter(({ closed }) => closed)
			.map(({ start, end }) => text.slice(start, end));
	} catch (error) {
		if (error instanceof TemperError && error.code === "data") return [];
		throw error;
	}
}
