import { type BadCase, check, show, train, written } from "../bad-case.ts";

const user = (content: string) => ({ role: "user", content });
const assistant = (content: string) => ({ role: "assistant", content });
const pair = { prompt: "Q", chosen: "A", rejected: "B" };
const labelled = { prompt: "Q", completion: "A", label: true };

/** A bad row behind a good one, shown. */
function shown(
	name: string,
	good: object,
	bad: object,
	...says: string[]
): BadCase {
	const content = `${JSON.stringify(good)}\n${JSON.stringify(bad)}\n`;
	const argv = [...show("a.jsonl"), "--row", "2"];
	return written(name, "a.jsonl", content, argv, "DIR/a.jsonl:2", ...says);
}

const pairs: BadCase[] = [
	shown(
		"no rejected answer",
		pair,
		{ prompt: "Q", chosen: "A" },
		", rejected",
		"found nothing",
	),
	shown(
		"a chosen answer of null",
		pair,
		{ ...pair, chosen: null },
		", chosen",
		"found nothing",
	),
	shown(
		"an empty answer",
		pair,
		{ ...pair, rejected: " " },
		", rejected",
		"an empty text",
	),
	shown(
		"a turn of nothing",
		pair,
		{ ...pair, chosen: [assistant("")] },
		", chosen",
		"an empty text",
	),
	shown(
		"an answer that is a number",
		pair,
		{ ...pair, chosen: 7 },
		", chosen",
		"found a number",
	),
	shown(
		"an answer without turns",
		pair,
		{ ...pair, chosen: [] },
		", chosen",
		"at least one message",
	),
	shown(
		"a message of the wrong shape",
		pair,
		{ ...pair, rejected: [{ role: "assistant", text: "B" }] },
		", rejected[0].content",
	),
	shown(
		"no prompt",
		pair,
		{ chosen: "A", rejected: "B" },
		"a prompt",
		"only the columns chosen, rejected",
	),
	shown(
		"two prompts",
		pair,
		{
			chosen: [user("Q"), assistant("A")],
			rejected: [user("R"), assistant("B")],
		},
		", chosen[0]",
		"begin with the same prompt",
	),
	shown(
		"a prompt that is not the conversations'",
		pair,
		{
			...pair,
			chosen: [user("R"), assistant("A")],
			rejected: [user("R"), assistant("B")],
		},
		", prompt",
		"found another one",
	),
	shown(
		"half a conversation",
		pair,
		{ ...pair, rejected: [user("Q"), assistant("B")] },
		", chosen",
		"both whole conversations",
	),
	shown(
		"a prompt that melts into one answer",
		pair,
		{ prompt: " t", chosen: "he", rejected: "Z" },
		", rejected",
		"token for token",
	),
	shown(
		"a demonstration among pairs",
		pair,
		{ prompt: "Q", completion: "A" },
		"columns chosen and rejected",
		"only the columns prompt, completion",
	),
];

const labels: BadCase[] = [
	shown(
		"a label in words",
		labelled,
		{ ...labelled, label: "good" },
		", label",
		"true, false, 1 or 0",
		'found "good"',
	),
	shown(
		"a score as label",
		labelled,
		{ ...labelled, label: 0.7 },
		", label",
		"found 0.7",
	),
	shown(
		"a label that is a list",
		labelled,
		{ ...labelled, label: [true] },
		", label",
		"found an array",
	),
	shown(
		"no label",
		labelled,
		{ ...labelled, label: null },
		"a column label",
		"only the columns prompt, completion",
	),
	shown(
		"a labelled text without a prompt",
		labelled,
		{ text: "A", label: 1 },
		"an answer to a prompt",
		"text, label",
	),
];

const files: BadCase[] = [
	{
		name: "check: the same answer twice",
		spoil: (world) =>
			world.write(
				"a.jsonl",
				`${JSON.stringify(pair)}\n${JSON.stringify({ ...pair, chosen: "B" })}\n`,
			),
		argv: check("a.jsonl"),
		says: ["DIR/a.jsonl", "1 of 2 that cannot be used"],
	},
	{
		name: "check: pairs read as demonstrations",
		spoil: (world) => world.write("a.jsonl", `${JSON.stringify(pair)}\n`),
		argv: [...check("a.jsonl"), "--as", "demonstrations"],
		says: ["DIR/a.jsonl", "found none"],
	},
	written(
		"labelled answers that are to be imitated",
		"rows.jsonl",
		`${JSON.stringify(labelled)}\n`,
		train(),
		"rows.jsonl:1",
		"a labelled answer",
		"learns from labels",
	),
];

/** Rows with two answers, and with a verdict on one. */
export const pairCases: readonly BadCase[] = [...pairs, ...labels, ...files];
