import { TemperError } from "../../core/error.ts";
import { isObject } from "../../formats/json/parse-json.ts";
import type { Message } from "../message.ts";
import type { ChatTemplate } from "../template/template.ts";
import { allUnwritten, type Piece, trimSpace, unwritten } from "./piece.ts";
import { answeredIn } from "./said-in.ts";

/** A conversation that was rendered, or is to be. */
export interface Rendering {
	readonly template: ChatTemplate;
	readonly messages: readonly Message[];
	readonly tools: readonly unknown[] | null;
	readonly addGenerationPrompt: boolean;
	/** Indices of assistant messages that are checked as turns, and not here. */
	readonly taught: readonly number[];
	/** The row, for errors. */
	readonly where: string;
}

/**
 * Checks that a rendered conversation shows what a row gives the model to read: the content of every message, the calls
 * of assistant messages, and the names of tools. Thoughts of earlier turns may be missing: templates drop them from
 * prompts on purpose. Throws `data` naming the message and field that the template does not write.
 */
export function checkPrompt(text: string, rendering: Rendering): void {
	const { messages, taught } = rendering;
	const read = [...messages.keys()].filter((i) => !taught.includes(i));
	for (const i of read)
		if (messages[i]?.role === "assistant") checkAnswer(text, rendering, i);
	for (const i of unseen(text, messages)) checkAsked(rendering, i);
	checkTools(text, rendering);
}

/**
 * The messages that are not the assistant's and whose content has no occurrence of its own in the text: a system message
 * "Hi" is not found in the question "Hi there".
 */
function unseen(text: string, messages: readonly Message[]): number[] {
	const contents = messages.map((message, i) => {
		const value = trimSpace(message.content ?? "");
		return { field: String(i), value, spellings: [value] };
	});
	const missing = allUnwritten(
		text,
		contents.filter(({ value }) => value !== ""),
	);
	return [...missing]
		.map(({ field }) => Number(field))
		.filter((i) => messages[i]?.role !== "assistant")
		.sort((a, b) => a - b);
}

function checkAnswer(text: string, { messages, where }: Rendering, i: number) {
	const missing = unwritten(text, answeredIn(messages[i] as Message));
	if (missing !== null)
		refuseUnwritten(missing, `${where}, messages[${i}]`, "rendered row");
}

/** Probes for the content of a message, so that a template that reads it must write one or the other differently. */
const probes = ["Alpha one", "Beta two"];

function checkAsked(rendering: Rendering, i: number): void {
	const { messages, where } = rendering;
	const message = messages[i] as Message;
	const content = trimSpace(message.content ?? "");
	// A template may take flags out of a content (`/no_think`), but it must read it.
	const rendered = probes.map((probe) =>
		attempt({
			...rendering,
			messages: messages.with(i, { ...message, content: probe }),
		}),
	);
	if (rendered[0] !== rendered[1]) return;
	throw new TemperError("data", {
		where: `${where}, messages[${i}].content`,
		expected: `a chat template that writes messages of the role ${JSON.stringify(message.role)}`,
		found: `nothing of ${quoted(content)} in the rendered row`,
		hint: "Give a template file that writes it (data.template), or put the text into a message that the template writes.",
	});
}

/** Every tool's name must occur more often than it would if the row had no tools. */
function checkTools(text: string, rendering: Rendering): void {
	const { tools, where } = rendering;
	if (tools === null || tools.length === 0) return;
	const without = attempt({ ...rendering, tools: null });
	const missing = tools.map(nameOf).find((name) =>
		name === null
			? text === without
			: occurrences(text, name) <=
				// A template that refuses the row without its tools reads them.
				(without === null ? 0 : occurrences(without, name)),
	);
	if (missing === undefined) return;
	throw new TemperError("data", {
		where: `${where}, tools`,
		expected: "a chat template that writes tools",
		found:
			missing === null
				? "the same rendered row with and without them"
				: `nothing of the tool ${quoted(missing)} in the rendered row`,
		hint: "Give a template file that writes them (data.template), or remove the column.",
	});
}

function nameOf(tool: unknown): string | null {
	const inner =
		isObject(tool) && isObject(tool.function) ? tool.function : tool;
	const name = isObject(inner) ? inner.name : null;
	return typeof name === "string" && name !== "" ? name : null;
}

function occurrences(text: string, word: string): number {
	return text.split(word).length - 1;
}

/** A rendering of something other than the row: that the template refuses it says nothing about the row. */
function attempt(rendering: Rendering): string | null {
	const { template, messages, tools, addGenerationPrompt } = rendering;
	try {
		return template.render(messages, { addGenerationPrompt, tools });
	} catch (error) {
		if (error instanceof TemperError && error.code === "data") return null;
		throw error;
	}
}

/** Throws `data`: a message says something that the template does not write. `where` is the message. */
export function refuseUnwritten(
	{ field, value }: Piece,
	where: string,
	place: "rendered turn" | "rendered row",
): never {
	const [name = ""] = field.split(/[.[]/);
	throw new TemperError("data", {
		where: `${where}.${field}`,
		expected: `a chat template that writes ${words[name] ?? "it"}`,
		found: `nothing of ${quoted(value)} in the ${place}`,
		hint: hints[name] ?? hints.other ?? "",
	});
}

const words: Readonly<Record<string, string>> = {
	content: "the whole content",
	tool_calls: "tool calls with their arguments",
	refusal: "refusals",
	audio: "transcripts",
	reasoning_content: "reasoning",
	thinking: "reasoning",
	reasoning: "reasoning",
};

const hints: Readonly<Record<string, string>> = {
	content:
		"Give a template file that writes it (data.template), or change the content to what the template writes.",
	tool_calls:
		"Give a template file that writes calls (data.template), or write the call into the content.",
	other:
		"Give a template file that writes it (data.template), write it into the content, or remove the field.",
};

function quoted(value: string): string {
	return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value);
}
