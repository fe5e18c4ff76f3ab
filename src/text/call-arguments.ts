import { objectInText } from "./columns/json-column.ts";
import {
	fieldOf,
	itemsOf,
	type TemplateValue,
	templateValue,
} from "./template/template-values.ts";

/**
 * Notes on every text among the arguments of a message's calls what it holds as JSON, so that `tojson` writes that and does
 * not encode the text a second time. True if a text holds an object.
 */
export function noteCallArguments(message: TemplateValue): boolean {
	let found = false;
	for (const call of callsOf(message)) {
		const text = fieldOf(call, "arguments");
		if (text?.type !== "StringValue") continue;
		text.decoded = decode(text.value as string);
		found ||= text.decoded !== null;
	}
	return found;
}

/** Puts what the texts hold that `noteCallArguments` found in their place. */
export function decodeCallArguments(message: TemplateValue): void {
	for (const call of callsOf(message)) {
		const decoded = fieldOf(call, "arguments")?.decoded;
		if (decoded)
			(call.value as Map<string, TemplateValue>).set("arguments", decoded);
	}
}

/** The name and arguments of each call of a message: as OpenAI wraps them in `function`, bare, or in `function_call`. */
function callsOf(message: TemplateValue): TemplateValue[] {
	const calls = itemsOf(fieldOf(message, "tool_calls")).map(
		(call) => fieldOf(call, "function") ?? call,
	);
	const older = fieldOf(message, "function_call");
	return older === undefined ? calls : [...calls, older];
}

function decode(text: string): TemplateValue | null {
	const object = objectInText(text);
	return object && templateValue(object);
}
