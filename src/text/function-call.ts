import { TemperError } from "../core/error.ts";
import { isObject, kindOf } from "../formats/parse-json.ts";

/**
 * A message in OpenAI's older form (`function_call`, the role `function`) in today's (`tool_calls`, the role `tool`), which
 * is the one that chat templates write. Throws `data` if a message has both and they differ in kind.
 */
export function modernMessage(
	message: Readonly<Record<string, unknown>>,
	where: string,
): Record<string, unknown> {
	const { function_call = null, ...rest } = message;
	const role = rest.role === "function" ? "tool" : rest.role;
	if (function_call === null) return { ...rest, role };
	const place = `${where}.function_call`;
	if (!isObject(function_call))
		return refuse(place, "an object with name and arguments", function_call);
	if (Array.isArray(rest.tool_calls) && rest.tool_calls.length > 0)
		return refuse(place, "no function_call beside tool_calls", function_call);
	const tool_calls = [{ type: "function", function: function_call }];
	return { ...rest, role, tool_calls };
}

/** OpenAI's older `functions` as tools. */
export function modernTools(functions: readonly unknown[]): unknown[] {
	return functions.map((one) => ({ type: "function", function: one }));
}

function refuse(where: string, expected: string, found: unknown): never {
	throw new TemperError("data", { where, expected, found: kindOf(found) });
}
