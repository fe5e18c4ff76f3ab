import { TemperError } from "../../core/error.ts";
import { isObject } from "../../formats/json/parse-json.ts";

const roles: Readonly<Record<string, string>> = {
	system: "system",
	human: "user",
	user: "user",
	gpt: "assistant",
	chatgpt: "assistant",
	assistant: "assistant",
	tool: "tool",
	observation: "tool",
};

/**
 * ShareGPT's `{ from, value }` turns as messages; what already has a role stays as it is.
 * Throws `data` on a speaker that is not known.
 */
export function shareGptMessages(value: unknown, where: string): unknown {
	if (!Array.isArray(value)) return value;
	return value.map((turn: unknown, i) => {
		if (!isObject(turn) || turn.from === undefined) return turn;
		const { from, value: content, ...rest } = turn;
		const role = typeof from === "string" ? roles[from] : undefined;
		if (role !== undefined) return { ...rest, role, content };
		throw new TemperError("data", {
			where: `${where}[${i}].from`,
			expected: `one of ${Object.keys(roles).join(", ")}`,
			found: JSON.stringify(from),
		});
	});
}
