import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type {
	RoundEvent,
	SamplesEvent,
	ScoresEvent,
} from "../../runs/events.ts";
import type { JudgedSample } from "../../runs/folder/round-folder.ts";
import { runCli } from "../program.ts";
import { fakeContext } from "../testing/fake-context.ts";
import { writeRound, writeRun } from "../testing/run-on-disk.ts";
import { shorten } from "../train/show-samples.ts";

const cost = { seconds: 2, tokensPerSecond: 9, memoryBytes: 1e9 };

const samples: SamplesEvent = {
	kind: "samples",
	step: 4,
	round: 2,
	samples: 7,
	dropped: { identical: 1 },
	meanLength: 8,
	meanDemoLength: 11,
	endRate: 1,
	rewards: {},
	lengthCorrelation: null,
	equalGroups: null,
	klToStart: 0.0114,
	cost,
};

const done: RoundEvent = {
	kind: "round",
	step: 8,
	round: 2,
	heldOutAccuracy: { value: 0.75, low: 0.65, high: 0.85 },
	rewardAccuracy: null,
	rewards: { demo: 0.5, sample: 0.25 },
	cost,
};

function sample(index: number, changes: Partial<JudgedSample> = {}) {
	return {
		row: `/data/rows.jsonl:${index + 1}`,
		index: 0,
		prompt: "user\nWhere does Mira live?\nassistant\n",
		demonstration: "In the mast.",
		text: `Answer ${index}.`,
		ids: [1, 2, 3],
		ended: true,
		dropped: null,
		rewards: {},
		...changes,
	};
}

let path: string;
beforeEach(() => {
	path = join(mkdtempSync(join(tmpdir(), "temper-rounds-")), "run");
	writeRun(path, "irft", [{ ...samples, round: 1 }, samples, done]);
	writeRound(path, 1, [sample(0)]);
	writeRound(path, 2, [
		sample(0),
		sample(1, { dropped: "identical", text: "In the mast." }),
		sample(2, { ended: false, rewards: { a: 1, b: 2, total: 3 } }),
		sample(3, { text: "\u001b[2J" }),
		...[4, 5, 6].map((index) => sample(index)),
	]);
});

async function run(...argv: string[]) {
	const context = fakeContext();
	const status = await runCli(["rounds", ...argv], context);
	return { status, out: context.out(), err: context.err() };
}

test("samples are shown under their prompt, with what became of them", async () => {
	const { status, out } = await run("show", path);
	expect(status).toBe(0);
	expect(out).toMatch(/^round 2: 7 samples of 8 tokens/);
	expect(out).toMatch(
		/\nround 2 done: [^\n]*\n? *75%\s+\(65%\s+to\s+85%\)\s+by\s+the\s+policy,\s+with\s+rewards\s+of\s+0.5\s+and\s+0.25\n/,
	);
	expect(out).toContain(
		[
			"/data/rows.jsonl:1, sample 1: 3 tokens, ended",
			"  prompt  user",
			"          Where does Mira live?",
			"          assistant",
			"  demo    In the mast.",
			"  sample  Answer 0.",
			"",
		].join("\n"),
	);
	expect(out).toContain("3 tokens, ended, dropped: identical\n");
	expect(out).toContain("3 tokens, cut off, reward 3 (a 1, b 2)\n");
	expect(out).toContain("  sample  [2J\n");
	expect(out).toContain("\n2 more: --rows 7, or --all\n");
	expect(out).not.toContain("Answer 5");
});

test("as many as are asked for, of the round that is asked for", async () => {
	expect((await run("show", path, "--all")).out).toContain("Answer 6.");
	expect((await run("show", path, "--rows", "1")).out).toContain("6 more");
	const first = (await run("show", path, "--round", "1")).out;
	expect(first).toMatch(/^round 1: /);
	expect(first).not.toMatch(/ more: | done: /);
});

test("rounds are listed, without columns that hold nothing", async () => {
	const lines = (await run("list", path)).out.split("\n");
	expect(lines.slice(0, 3)).toEqual([
		"round  samples  tokens  demos  ended  dropped          KL  accuracy          margin",
		"    1        7       8     11   100%  1 identical  0.0114",
		"    2        7       8     11   100%  1 identical  0.0114  75% (65% to 85%)    0.25",
	]);
});

test("a turn of a conversation, and why a sample was dropped, are named in words", async () => {
	writeRound(path, 2, [
		sample(0, { turn: 2, dropped: "punctuation" }),
		sample(0, { turn: 3, dropped: "white-space" }),
	]);
	const { out } = await run("show", path);
	expect(out).toContain(
		"rows.jsonl:1, turn 2, sample 1: 3 tokens, ended, dropped: differing only in case or punctuation\n",
	);
	expect(out).toContain(
		"turn 3, sample 1: 3 tokens, ended, dropped: differing only in white space\n",
	);
});

test("a part of a round has samples of its own", async () => {
	const none = await run("show", path, "--part", "reward-model");
	expect(none.status).toBe(2);
	expect(none.err).toMatch(
		/round 2: expected samples of its part reward-model, found none/,
	);
	const part = join(path, "rounds/round-2/reward-model");
	mkdirSync(part);
	const line = JSON.stringify(sample(0, { text: "Judged alone." }));
	writeFileSync(join(part, "samples.jsonl"), `${line}\n`);
	const { out } = await run("show", path, "--part", "reward-model");
	expect(out).toContain("Judged alone.");
	expect(out).toContain("round-2/reward-model/samples.jsonl");
	const other = await run("show", path, "--part", "other");
	expect(other.status).toBe(2);
});

test("scores of tasks are listed below the rounds, with their correlation with the reward", async () => {
	const scores = (
		round: number | null,
		value: number,
		correlation: number | null,
	): ScoresEvent => ({
		...{ kind: "scores", step: 4 * (round ?? 3) - 4, round, cost },
		tasks: [
			{
				...{ task: "sums", unit: "accuracy", better: "higher", correlation },
				value: { value, low: value - 0.1, high: value + 0.1 },
				...{ questions: 40, failures: 0 },
			},
		],
	});
	const scored = [scores(1, 0.5, null), scores(null, 0.75, -0.25)];
	writeRun(path, "grpo", [samples, ...scored]);
	for (const command of [
		["rounds", "list"],
		["runs", "show"],
	]) {
		const context = fakeContext();
		expect(await runCli([...command, path], context)).toBe(0);
		expect(context.out()).toContain(
			[
				"round  step  sums              r reward",
				"    1     0  50% (40% to 60%)",
				"  end     8  75% (65% to 85%)     -0.25",
			].join("\n"),
		);
	}
});

test("what is not there ends in a sentence", async () => {
	const gone = await run("show", path, "--round", "9");
	expect(gone.status).toBe(2);
	expect(gone.err).toMatch(/expected a round with samples, from 1 to 2/);
	writeRun(`${path}-sft`, "sft");
	const none = await run("show", `${path}-sft`);
	expect(none.err).toMatch(
		/expected a run that samples in rounds, found none\.\nhint: Objectives that sample: irft, grpo, rft\.\n$/,
	);
	expect((await run("list", `${path}-sft`)).out).toMatch(/^no rounds/);
});

test("a long prompt keeps its beginning and its end", () => {
	expect(shorten("short", 10)).toBe("short");
	const long = shorten(`A${"x".repeat(500)}Z`, 100);
	expect(long).toMatch(/^Ax+ \.\.\. x+Z$/);
	expect(long.length).toBeLessThanOrEqual(100);
});
