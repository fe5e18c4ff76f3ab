import { TemperError } from "../core/error.ts";
import { isObject, kindOf } from "../formats/json/parse-json.ts";
import { jsonInText, objectInText } from "./columns/json-column.ts";

/**
 * A message in OpenAI's older form (`function_call`, the role `function`) in today's (`tool_calls`, the role `tool`), which
 * is the one that chat templates write. Throws `data` if a message has both and they differ in kind.
 */
export function modernMessage(
	message: Readonly<Record<string, unknown>>,
	where: string,
): Record<string, unknown> {
	const calls = callsIn(message.tool_calls ?? null, `${where}.tool_calls`);
	const known: Record<string, unknown> = { ...message, tool_calls: calls };
	const { function_call = null, ...rest } = known;
	const role = rest.role === "function" ? "tool" : rest.role;
	if (function_call === null) return { ...rest, role };
	const place = `${where}.function_call`;
	if (!isObject(function_call))
		return refuse(place, "an object with name and arguments", function_call);
	if (calls !== null && calls.length > 0)
		return refuse(
			place,
			"no function_call together with tool_calls",
			function_call,
		);
	const tool_calls = [{ type: "function", function: function_call }];
	return { ...rest, role, tool_calls };
}

/**
 * The calls of a message as a list of objects. The list, or each call, may be given as its JSON text, and one call alone as
 * an object. Blank text is no calls. Throws `data`.
 */
function callsIn(given: unknown, where: string): unknown[] | null {
	if (given === null) return null;
	if (typeof given === "string" && /^\s*(?:null\s*)?$/.test(given)) return null;
	const value = typeof given === "string" ? jsonInText(given) : given;
	const calls: unknown[] = Array.isArray(value) ? value : [value];
	return calls.map((one, i) => {
		const call = typeof one === "string" ? objectInText(one) : one;
		if (isObject(call)) return call;
		const place = Array.isArray(value) ? `${where}[${i}]` : where;
		const expected = Array.isArray(value)
			? "a call: an object, or the JSON text of one"
			: "a list of calls, or the JSON text of one";
		return refuse(place, expected, Array.isArray(value) ? one : given);
	});
}

/** OpenAI's older `functions` as tools. */
export function modernTools(functions: readonly unknown[]): unknown[] {
	return functions.map((one) => ({ type: "function", function: one }));
}

function refuse(where: string, expected: string, found: unknown): never {
	throw new TemperError("data", { where, expected, found: kindOf(found) });
}
