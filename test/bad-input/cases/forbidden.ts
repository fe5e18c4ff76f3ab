import { type BadCase, inspect, show, train } from "../bad-case.ts";

function forbidding(
	name: string,
	mode: number,
	argv: readonly string[],
	...says: string[]
): BadCase {
	return {
		name: `${name} with mode ${mode.toString(8)}`,
		spoil: (world) => world.forbid(name, mode),
		argv,
		says: [...says, "permission denied"],
	};
}

/** What another user than the owner, or the owner himself, may not read or write. */
export const forbidden: readonly BadCase[] = [
	forbidding("model/model.safetensors", 0, inspect, "model.safetensors"),
	forbidding("model/config.json", 0, inspect, "config.json"),
	forbidding("model/tokenizer.json", 0, show("rows.jsonl"), "tokenizer.json"),
	forbidding("rows.jsonl", 0, show("rows.jsonl"), "DIR/rows.jsonl"),
	forbidding(".", 0o555, train(), "DIR/run"),
	forbidding(
		".",
		0o555,
		["export", "--model", "DIR/model", "--out", "DIR/out"],
		"DIR/out",
	),
];
