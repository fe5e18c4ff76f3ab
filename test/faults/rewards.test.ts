import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { runCli } from "../../src/cli/program.ts";
import { readEvents } from "../../src/runs/event-log.ts";
import { realContext } from "../bad-input/real-context.ts";
import { writeChatRows, writeRandomLlama } from "../fixtures/random-llama.ts";
import { readRun } from "./inspect-run.ts";

const timeout = 300_000;
let folder: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "temper-rewards-"));
	process.env.XDG_CACHE_HOME = join(folder, "cache");
	mkdirSync(join(folder, "model"));
	await writeRandomLlama(join(folder, "model"));
	writeChatRows(join(folder, "rows.jsonl"), 12, (i) => 3 + (i % 9));
}, timeout);
afterAll(() => rmSync(folder, { recursive: true, force: true }), timeout);

/** A reward that is whole but, from its 20th call on, as long as the flag stands, for `fault`. */
function writeReward(home: string, fault: string): void {
	writeFileSync(
		join(home, "reward.mjs"),
		`import { existsSync } from "node:fs";
let calls = 0;
export default ({ completion }) => {
	if (++calls >= 20 && existsSync(${JSON.stringify(join(home, "flag"))})) { ${fault} }
	return completion.length % 3;
};
`,
	);
}

/** Four rounds of one step, two prompts and four samples each: the 20th call falls in the third. */
function writeHome(fault: string): string {
	const home = mkdtempSync(join(folder, "home-"));
	writeFileSync(join(home, "flag"), "");
	writeReward(home, fault);
	writeFileSync(
		join(home, "recipe.yaml"),
		stringify({
			model: join(folder, "model"),
			objective: {
				kind: "grpo",
				reward: { kind: "module", path: "reward.mjs", timeLimit: 1 },
				perPrompt: 4,
				sampling: { maxNewTokens: 6 },
			},
			data: {
				train: join(folder, "rows.jsonl"),
				heldOut: "none",
				general: null,
			},
			optimizer: { learningRate: 0.01 },
			batch: { rows: 2 },
			length: { kind: "steps", count: 4 },
			evaluate: "never",
			save: { every: 2 },
			device: { kind: "cpu", threads: 1 },
			out: "run",
		}),
	);
	return home;
}

async function temper(...argv: string[]) {
	const context = realContext();
	const status = await runCli(argv, context);
	return { status, err: context.err(), out: context.out() };
}

const faults: Record<string, [fault: string, found: string]> = {
	throws: ['throw new Error("no judge");', "the error no judge"],
	"gives no number": ["return NaN;", "NaN"],
	"gives a text": ['return "good";', "a string"],
	hangs: ["for (;;);", "nothing within 1 s"],
	"ends its thread": ["process.exit();", "that it ended its thread"],
};

test.each(Object.entries(faults))(
	"a reward that %s in the middle of a run",
	{
		timeout,
	},
	async (_, [fault, found]) => {
		const home = writeHome(fault);
		const run = join(home, "run");
		const failed = await temper("train", join(home, "recipe.yaml"));
		expect(failed.status).toBe(2);
		expect(failed.err).toMatch(
			new RegExp(
				`^error: \\S*rows\\.jsonl:\\d+, reward module: expected a finite number, found ${found}`,
			),
		);
		const events = await readEvents(join(run, "events.jsonl"));
		expect(events.at(-1)).toMatchObject({
			kind: "end",
			reason: "failed",
			step: 2,
			error: expect.stringContaining("reward module"),
		});
		const { checkpoints } = await readRun(run);
		expect(Object.keys(checkpoints)).toContain("2");
		const round = join(run, "rounds/round-3");
		expect(readdirSync(round).sort()).toEqual([
			"block-0001.jsonl",
			"round.json",
		]);
		const drawn = statSync(join(round, "block-0001.jsonl")).mtimeMs;

		// What was wrong outside of the file is mended: the run goes on as if nothing had been.
		rmSync(join(home, "flag"));
		expect(await temper("runs", "resume", run)).toMatchObject({
			status: 0,
			err: "",
		});
		expect(statSync(join(round, "block-0001.jsonl")).mtimeMs).toBe(drawn);
		expect(existsSync(join(run, "adapter"))).toBe(true);
	},
);

test("a reward that was mended in its file goes on when told to", {
	timeout,
}, async () => {
	const home = writeHome("return NaN;");
	const run = join(home, "run");
	expect(await temper("train", join(home, "recipe.yaml"))).toMatchObject({
		status: 2,
	});
	writeReward(home, "return 0;");
	const refused = await temper("runs", "resume", run);
	expect(refused.status).toBe(2);
	expect(refused.err).toContain(`error: ${join(home, "reward.mjs")}: expected`);
	expect(refused.err).toContain(
		`npx temper-lm runs resume ${run} --new-rewards`,
	);
	const resumed = await temper("runs", "resume", run, "--new-rewards");
	expect(resumed).toMatchObject({ status: 0, err: "" });
	expect(resumed.out).toMatch(/note: \S*reward\.mjs changed/);
	expect(existsSync(join(run, "adapter"))).toBe(true);
});

test("other inputs stay what they were, whatever the rewards do", {
	timeout,
}, async () => {
	const home = writeHome("return NaN;");
	const run = join(home, "run");
	const recipe = join(home, "recipe.yaml");
	const rows = join(home, "own.jsonl");
	writeChatRows(rows, 12, () => 4);
	await temper("train", recipe, "--data", rows);
	writeChatRows(rows, 12, () => 5);
	const refused = await temper("runs", "resume", run, "--new-rewards");
	expect(refused.status).toBe(2);
	expect(refused.err).toContain(`error: ${rows}: expected the same bytes`);
	expect(refused.err).not.toContain("--new-rewards");
});
