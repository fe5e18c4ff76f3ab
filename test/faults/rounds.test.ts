import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Outcome, runChild } from "./child.ts";
import { type RunContents, readRun } from "./inspect-run.ts";
import {
	type Subject,
	samplers,
	writeRecipe,
	writeSampler,
} from "./subject.ts";

const timeout = 900_000;
let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "temper-round-kill-"));
});
afterAll(
	() => rm(folder, { recursive: true, force: true, maxRetries: 10 }),
	timeout,
);

/** Which of a round's files a process dies at, in the moment before it has its name. */
const instants = {
	"in the middle of sampling": "round-2/block-0002.jsonl",
	"after sampling": "round-2/samples.jsonl",
	"before the first step": "round-2/start.safetensors",
	"in the middle of the round": "checkpoints/step-7",
} as const;

const killed = (run: Outcome) =>
	expect({ status: run.status, output: run.output }).toMatchObject({
		status: null,
	});
const finished = (run: Outcome) =>
	expect({ status: run.status, output: run.output }).toMatchObject({
		status: 0,
	});

/** What tells whether a file was written again. */
const written = (path: string) => {
	const { ino, mtimeMs } = statSync(path);
	return { ino, mtimeMs };
};

/** Kills the process once a file is there. */
function killOnce(path: string, signal: NodeJS.Signals, delay = 0) {
	return (child: ChildProcess) => {
		const poll = setInterval(() => {
			if (!existsSync(path)) return;
			clearInterval(poll);
			setTimeout(() => child.kill(signal), delay);
		}, 1);
		child.on("exit", () => clearInterval(poll));
	};
}

const kinds = Object.keys(samplers) as (keyof typeof samplers)[];

describe.each(kinds)("%s", (kind) => {
	let subject: Subject;
	let whole: RunContents;
	beforeAll(async () => {
		const home = mkdtempSync(join(folder, `${kind}-`));
		subject = await writeSampler(home, kind);
		finished(await runChild(subject, join(home, "whole")));
		whole = await readRun(join(home, "whole"));
		expect(Object.keys(whole.rounds)).toContain("round-2/block-0002.jsonl");
	}, timeout);

	test("killed at every instant of a round, it ends in the same bytes", {
		timeout,
	}, async () => {
		const run = join(folder, `${kind}-killed`);
		const block = join(run, "rounds/round-2/block-0001.jsonl");
		let drawn: object | null = null;
		for (const touching of Object.values(instants)) {
			const fault = { at: 1, how: "kill", touching } as const;
			killed(await runChild(subject, run, { fault }));
			const { rounds, events } = await readRun(run);
			expect(whole.rounds).toMatchObject(rounds);
			expect(events).toEqual(whole.events.slice(0, events.length));
			drawn ??= written(block);
			expect(written(block)).toEqual(drawn);
			expect(rounds).not.toHaveProperty([touching]);
		}
		finished(await runChild(subject, run));
		expect(written(block)).toEqual(drawn);
		expect(await readRun(run)).toEqual(whole);
	});

	test.runIf(kind === "rft")(
		"killed while its reward model learns",
		{
			timeout,
		},
		async () => {
			const run = join(folder, `${kind}-learning`);
			const round = join(run, "rounds/round-1");
			const last = join(round, "reward-model/block-0001.jsonl");
			const watch = killOnce(last, "SIGKILL", 50);
			killed(await runChild(subject, run, { watch }));
			expect(existsSync(join(round, "block-0001.jsonl"))).toBe(false);
			finished(await runChild(subject, run));
			expect(await readRun(run)).toEqual(whole);
		},
	);
});

test("Ctrl+C is heard while samples are drawn", { timeout }, async () => {
	const home = mkdtempSync(join(folder, "interrupted-"));
	const subject = await writeRecipe(home, "irft", {
		objective: {
			...samplers.irft,
			sampling: { maxNewTokens: 80, batch: 16 },
		},
		batch: { rows: 2, tokens: 2048 },
		length: { kind: "steps", count: 8 },
		evaluate: "never",
	});
	const run = join(home, "run");
	const block = (n: number) => join(run, `rounds/round-1/block-000${n}.jsonl`);
	const outcome = await runChild(subject, run, {
		watch: killOnce(block(1), "SIGINT"),
	});
	expect(outcome).toMatchObject({ status: 130 });
	expect(outcome.output).toContain("npx temper-lm runs resume");
	expect(existsSync(block(2))).toBe(false);
	const { events, checkpoints } = await readRun(run);
	expect(Object.keys(checkpoints)).toEqual(["0"]);
	expect(events.at(-1)).toMatchObject({ kind: "end", reason: "interrupted" });
});
