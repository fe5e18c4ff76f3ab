import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCli } from "../../src/cli/program.ts";
import { readEvents } from "../../src/runs/event-log.ts";
import { realContext } from "../bad-input/real-context.ts";
import { writeRows } from "../training/tiny-rows.ts";
import { writeProject } from "./project.ts";

const home = process.cwd();
beforeEach(async () => process.chdir(await writeProject()));
afterEach(() => process.chdir(home));

async function temper(...args: string[]) {
	const context = realContext();
	const status = await runCli(args, context);
	return { status, out: context.out(), err: context.err() };
}

const words = (n: number) => "red ".repeat(n).trim();
const short = { prompt: "Q", completion: "red." };
/** The model has 256 positions. */
const rows = {
	longAnswer: { prompt: "Q", completion: words(300) },
	longPrompt: { prompt: words(300), completion: "red." },
	middle: { prompt: "Q", completion: words(60) },
};
const pair = { prompt: "Q", chosen: "red.", rejected: "blue." };
const pairs = {
	longRejected: { ...pair, rejected: words(300) },
	longPrompt: { ...pair, prompt: words(300) },
	alikeWhenCut: { ...pair, chosen: words(300), rejected: words(301) },
};
const verdict = { ...short, label: true };
const verdicts = {
	longPrompt: { ...verdict, prompt: words(300), label: false },
};

type Case = [
	name: string,
	objective: string,
	rows: readonly object[],
	settings: readonly string[],
	accepted: boolean,
];

const rule = (tooLong: string) => [`data.tooLong=${tooLong}`];
const cases: Case[] = [
	["a short row", "sft", [short, short], [], true],
	[
		"an answer beyond the positions",
		"sft",
		[short, rows.longAnswer],
		[],
		false,
	],
	["a prompt beyond them", "sft", [short, rows.longPrompt], [], false],
	["the same, dropped", "sft", [short, rows.longPrompt], rule("drop"), true],
	[
		"an answer, truncated",
		"sft",
		[short, rows.longAnswer],
		rule("truncate"),
		true,
	],
	[
		"a prompt, truncated",
		"sft",
		[short, rows.longPrompt],
		rule("truncate"),
		false,
	],
	[
		"a prompt, truncated or dropped",
		"sft",
		[short, rows.longPrompt],
		rule("truncate-or-drop"),
		true,
	],
	["a row of middling length", "sft", [short, rows.middle], [], true],
	[
		"the same beyond data.maxLength",
		"sft",
		[short, rows.middle],
		["data.maxLength=40"],
		false,
	],
	["a rejected answer", "dpo", [pair, pairs.longRejected], [], false],
	["one truncated", "dpo", [pair, pairs.longRejected], rule("truncate"), true],
	[
		"a pair's prompt, truncated",
		"dpo",
		[pair, pairs.longPrompt],
		rule("truncate"),
		false,
	],
	[
		"and dropped",
		"dpo",
		[pair, pairs.longPrompt],
		rule("truncate-or-drop"),
		true,
	],
	[
		"a pair alike when cut",
		"dpo",
		[pair, pairs.alikeWhenCut],
		rule("truncate"),
		false,
	],
	[
		"and dropped",
		"dpo",
		[pair, pairs.alikeWhenCut],
		rule("truncate-or-drop"),
		true,
	],
	["a labelled row", "kto", [verdict, verdicts.longPrompt], [], false],
	[
		"one truncated",
		"kto",
		[verdict, verdicts.longPrompt],
		rule("truncate"),
		false,
	],
	[
		"one dropped",
		"kto",
		[verdict, verdicts.longPrompt],
		rule("truncate-or-drop"),
		true,
	],
];

describe("data check accepts what train accepts, and nothing else", () => {
	test.each(cases)(
		"%s (%s)",
		async (_, objective, given, settings, accepted) => {
			writeRows("mine.jsonl", given);
			const trained = await temper(
				...["train", "recipe.yaml", "--dry-run", "--data", "mine.jsonl"],
				...["--set", `objective=${objective}`],
				...["data.heldOut=none", "data.general=null", ...settings].flatMap(
					(setting) => ["--set", setting],
				),
			);
			const options = settings.flatMap((setting) => {
				const [key = "", value = ""] = setting.split("=");
				return [key === "data.tooLong" ? "--too-long" : "--max-length", value];
			});
			const checked = await temper(
				...["data", "check", "mine.jsonl", "--model", "toy", ...options],
			);
			const status = accepted ? 0 : 2;
			expect({ trained: trained.status, checked: checked.status }).toEqual({
				trained: status,
				checked: status,
			});
		},
	);
});

test("the check names the length, where it is from, the first row and what to do", async () => {
	writeRows("mine.jsonl", [short, rows.longAnswer, rows.longPrompt]);
	const { out, err } = await temper(
		...["data", "check", "mine.jsonl", "--model", "toy"],
	);
	expect(out).toContain("length limit: 256 tokens, the model's positions");
	expect(err).toMatch(
		/mine\.jsonl: expected at most 256 tokens in every row, the limit of training, found 2 longer rows, .*mine\.jsonl:2 the first\.\nhint: .*data\.maxLength.*truncate-or-drop/,
	);
	const config = JSON.parse(readFileSync("toy/config.json", "utf8"));
	const wide = { ...config, max_position_embeddings: 4096 };
	writeFileSync("toy/config.json", JSON.stringify(wide));
	writeRows("mine.jsonl", [short, { prompt: "Q", completion: words(600) }]);
	const usual = await temper("data", "check", "mine.jsonl", "--model", "toy");
	expect(usual.status).toBe(2);
	expect(usual.out).toContain(
		"length limit: 1024 tokens, the default of data.maxLength",
	);
	const more = await temper(
		...["data", "check", "mine.jsonl", "--model", "toy"],
		...["--max-length", "2048"],
	);
	expect(more).toMatchObject({ status: 0, err: "" });
});

test("a run says how many rows it truncated and how many it dropped", async () => {
	const all = [short, rows.longAnswer, rows.longPrompt, rows.longPrompt];
	writeRows("mine.jsonl", [...all, short]);
	const { status, out } = await temper(
		...["train", "recipe.yaml", "--data", "mine.jsonl", "--out", "run"],
		...["--set", "data.tooLong=truncate-or-drop"],
		...["--set", "data.heldOut=none", "--set", "data.general=null"],
	);
	expect(status).toBe(0);
	expect(out).toMatch(
		/rows\s+beyond\s+256\s+tokens:\s+1\s+truncated,\s+2\s+dropped/,
	);
	const notes = (await readEvents(join("run", "events.jsonl"))).flatMap(
		(event) => (event.kind === "note" ? [event.text] : []),
	);
	expect(notes.join()).toContain("1 truncated, 2 dropped");
});

test("a run that meets a number that is none says which checkpoint there is", async () => {
	const broken = ["--set", "optimizer.learningRate=1e30"];
	const first = await temper(
		...["train", "recipe.yaml", "--out", "first", ...broken],
		...["--set", "save=never", "--set", "tune=full"],
	);
	expect(first.status).toBe(2);
	expect(first.err).toContain("The run has no checkpoint yet");
	expect(first.err).not.toContain("whole");
	const later = await temper(
		...["train", "recipe.yaml", "--out", "later", ...broken],
		...["--set", "save={ every: 1 }", "--set", "tune=full"],
	);
	expect(later.status).toBe(2);
	expect(later.err).toMatch(/The checkpoint of step 1 is whole\./);
});
