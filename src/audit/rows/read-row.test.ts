import { expect, test } from "vitest";
import { groupIn, wantedAnswer } from "./audited-row.ts";
import { readRow } from "./read-row.ts";

const rowOf = (value: Record<string, unknown>) =>
	readRow({ value, file: "rows.jsonl", line: 7 });
const user = { role: "user", content: "Where is Mira?" };
const said = (content: string) => ({ role: "assistant", content });

test("a conversation: the last word of the assistant is the answer", () => {
	const row = rowOf({
		messages: [
			{ role: "system", content: "Be brief." },
			user,
			said("In the mast."),
			{ role: "user", content: "And now?" },
			said("On deck."),
		],
	});
	expect(row).toMatchObject({
		...{ place: "rows.jsonl:7", kind: "demonstrations", prompt: "And now?" },
		context: "Be brief.\n\nWhere is Mira?\n\nIn the mast.\n\nAnd now?",
		answers: [{ part: "answer", text: "On deck.", calls: false }],
	});
});

test.each<[string, Record<string, unknown>]>([
	["texts", { prompt: "Where is Mira?", chosen: "mast", rejected: "deck" }],
	[
		"messages",
		{ prompt: [user], chosen: [said("mast")], rejected: [said("deck")] },
	],
	[
		"whole conversations",
		{ chosen: [user, said("mast")], rejected: [user, said("deck")] },
	],
	[
		"ShareGPT",
		{
			conversations: [{ from: "human", value: "Where is Mira?" }],
			chosen: { from: "gpt", value: "mast" },
			rejected: { from: "gpt", value: "deck" },
		},
	],
])("a pair of %s", (_, value) => {
	expect(rowOf(value)).toMatchObject({
		...{ kind: "pairs", prompt: "Where is Mira?", context: "Where is Mira?" },
		answers: [
			{ part: "chosen", text: "mast" },
			{ part: "rejected", text: "deck" },
		],
	});
});

test("a verdict, and which answer training wants", () => {
	const bad = rowOf({ prompt: "q", completion: "a", label: "False" });
	expect(bad).toMatchObject({ kind: "verdicts", desirable: false });
	expect(wantedAnswer(bad)).toBeNull();
	const good = rowOf({ messages: [user, said("a")], label: true });
	expect(good).toMatchObject({ kind: "verdicts", desirable: true });
	expect(wantedAnswer(good)?.text).toBe("a");
});

test("a prompt alone, a text, and a call of a tool", () => {
	expect(rowOf({ prompt: [user] })).toMatchObject({
		kind: "prompts",
		answers: [],
	});
	expect(rowOf({ text: "Once." })).toMatchObject({
		...{ context: "", prompt: "" },
		answers: [{ text: "Once." }],
	});
	const call = { function: { name: "look", arguments: "{}" } };
	expect(
		rowOf({ messages: [user, { role: "assistant", tool_calls: [call] }] }),
	).toMatchObject({ answers: [{ text: "", calls: true }] });
});

test("columns as groups", () => {
	const row = rowOf({
		question: "q",
		answer: "a",
		by: " Ann ",
		level: 3,
		none: null,
	});
	expect(
		["by", "level", "none", "other"].map((name) => groupIn(row, name)),
	).toEqual([...["Ann", "3", null, null]]);
});
