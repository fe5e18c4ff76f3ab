import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../../src/cli/program.ts";
import { expectSentence } from "../bad-input/expect-sentence.ts";
import { realContext } from "../bad-input/real-context.ts";
import { tinyFolder } from "./tiny-folder.ts";
import { writeRows } from "./tiny-rows.ts";

const timeout = 300_000;
const folder = tinyFolder();

const pair = { prompt: "Which?", chosen: "the red one", rejected: "blue" };
const verdict = { prompt: "Which?", completion: "the red one", label: true };
const long = "red green blue ".repeat(60);

type Case = [
	name: string,
	objective: string,
	rows: object[],
	says: string[],
	settings?: string[],
];

const cases: Case[] = [
	[
		"a pair of the same answer twice",
		"dpo",
		[pair, { ...pair, rejected: pair.chosen }],
		["rows.jsonl:2", "found"],
	],
	[
		"an empty answer",
		"ipo",
		[pair, { ...pair, chosen: "" }],
		["rows.jsonl:2, chosen", "an empty text"],
	],
	[
		"no rejected answer",
		"simpo",
		[pair, { prompt: "Q", chosen: "A" }],
		["rows.jsonl:2, rejected", "found nothing"],
	],
	[
		"no chosen answer",
		"orpo",
		[pair, { prompt: "Q", rejected: "A" }],
		["rows.jsonl:2, chosen", "found nothing"],
	],
	[
		"an answer that is too long",
		"hinge",
		[pair, { ...pair, rejected: long }],
		["rows.jsonl:2, rejected", "at most 64 tokens", "found"],
		["data.maxLength=64", "data.tooLong=refuse"],
	],
	[
		"answers that are the same once they are cut",
		"minor-dpo",
		[pair, { ...pair, chosen: `${long} one`, rejected: `${long} two` }],
		["rows.jsonl:2, rejected", "the same within the first 64 tokens"],
		["data.maxLength=64", "data.tooLong=truncate"],
	],
	[
		"only pairs that are too long",
		"dpo",
		[{ ...pair, chosen: long }],
		["rows.jsonl", "only rows that are too long"],
		["data.maxLength=64", "data.tooLong=drop"],
	],
	[
		"a label in words",
		"kto",
		[verdict, { ...verdict, label: "good" }],
		["rows.jsonl:2, label", "true, false, 1 or 0", '"good"'],
	],
	[
		"no label",
		"kto",
		[verdict, { prompt: "Q", completion: "A" }],
		["rows.jsonl:2", "a column label", "prompt, completion"],
	],
	[
		"demonstrations where pairs are needed",
		"reward-model",
		[{ prompt: "Q", completion: "A" }],
		["rows.jsonl:1", "columns chosen and rejected"],
	],
	[
		"pairs where demonstrations are needed",
		"irft",
		[pair],
		["rows.jsonl:1", "a preference pair"],
	],
];

test.each(cases)("%s", { timeout }, async (name, kind, rows, says, more) => {
	const home = join(folder, `${kind}-${cases.findIndex((c) => c[0] === name)}`);
	mkdirSync(home);
	writeRows(join(home, "rows.jsonl"), rows);
	const settings = [
		...[`objective=${kind}`, "data.heldOut=none", "data.general=null"],
		...["length={kind: steps, count: 1}", "evaluate=never", ...(more ?? [])],
	];
	const context = realContext();
	const status = await runCli(
		[
			...["train", "--model", join(folder, "model")],
			...["--data", join(home, "rows.jsonl"), "--out", join(home, "run")],
			...settings.flatMap((setting) => ["--set", setting]),
		],
		context,
	);
	const one = { name, says, spoil: () => {}, argv: [] };
	expectSentence(one, home, { status, err: context.err() });
	expect(existsSync(join(home, "run", "checkpoints"))).toBe(false);
});
