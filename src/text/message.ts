import { TemperError } from "../core/error.ts";
import { plainNumber } from "../formats/json/exact-number.ts";
import { isObject, kindOf } from "../formats/json/parse-json.ts";
import { modernMessage } from "./function-call.ts";

/** One turn of a conversation. Fields that only the template knows (tool calls, reasoning) are passed on to it. */
export interface Message {
	readonly role: string;
	readonly content: string | null;
	readonly [field: string]: unknown;
}

/** A message and whether its turn is learned from, if it is the assistant's. */
export interface TrainingMessage {
	readonly message: Message;
	readonly train: boolean;
}

/**
 * Reads a list of messages. `weight` 0 or `train: false` switches a turn off; neither is shown to the template.
 * A content given as a list of text parts is joined, and a `function_call` becomes one of `tool_calls`. Throws `data`;
 * `where` is the row and field.
 */
export function parseMessages(
	value: unknown,
	where: string,
): TrainingMessage[] {
	if (!Array.isArray(value)) {
		return refuse(where, "a list of messages", describe(value));
	}
	if (value.length === 0) {
		return refuse(where, "at least one message", "an empty list");
	}
	return value.map((item, i) => parseMessage(item, `${where}[${i}]`));
}

function parseMessage(item: unknown, where: string): TrainingMessage {
	if (!isObject(item)) {
		return refuse(where, "an object with role and content", describe(item));
	}
	const { weight, train, ...rest } = modernMessage(item, where);
	if (typeof rest.role !== "string" || rest.role === "") {
		return refuse(`${where}.role`, "a text", describe(rest.role));
	}
	const message: Record<string, unknown> = {};
	for (const [field, part] of Object.entries(rest)) {
		if (part !== null && part !== undefined) message[field] = part;
	}
	const content = parseContent(rest.content, message, `${where}.content`);
	return {
		message: { ...message, role: rest.role, content },
		train: parseSwitch(plainNumber(weight), train, where),
	};
}

function parseContent(
	content: unknown,
	message: Record<string, unknown>,
	where: string,
): string | null {
	if (typeof content === "string") return content;
	if (content === undefined || content === null) {
		if (message.tool_calls !== undefined) return null;
		return refuse(where, "a text", describe(content));
	}
	if (!Array.isArray(content))
		return refuse(where, "a text", describe(content));
	return content
		.map((part: unknown, i) => {
			const { type, text } = (part ?? {}) as Record<string, unknown>;
			if (type === "text" && typeof text === "string") return text;
			return refuse(
				`${where}[${i}]`,
				'a part of type "text"',
				typeof type === "string" ? `type "${type}"` : describe(part),
			);
		})
		.join("");
}

function parseSwitch(weight: unknown, train: unknown, where: string): boolean {
	if (train !== undefined && train !== null && typeof train !== "boolean") {
		return refuse(`${where}.train`, "true or false", describe(train));
	}
	if (weight !== undefined && weight !== null && weight !== 0 && weight !== 1) {
		return refuse(`${where}.weight`, "0 or 1", describe(weight));
	}
	return train !== false && weight !== 0;
}

function describe(value: unknown): string {
	if (typeof value !== "string" && typeof value !== "number") {
		return kindOf(value);
	}
	return JSON.stringify(value).slice(0, 60);
}

function refuse(where: string, expected: string, found: string): never {
	throw new TemperError("data", { where, expected, found });
}
