import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { journalOf, runPilot } from "../pilot/run-pilot.ts";
import { writeTinyPilot } from "../pilot/tiny-pilot.ts";
import { runChild } from "./child.ts";
import { readRun } from "./inspect-run.ts";
import { writeSubject } from "./subject.ts";

const timeout = 300_000;
const folder = mkdtempSync(join(tmpdir(), "temper-signals-"));
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));

/** Acts once a file holds a text. */
function when(
	path: string,
	text: string,
	act: (child: ChildProcess) => void,
): (child: ChildProcess) => void {
	return (child) => {
		const poll = setInterval(() => {
			if (!existsSync(path) || !readFileSync(path, "utf8").includes(text))
				return;
			clearInterval(poll);
			act(child);
		}, 5);
		child.on("exit", () => clearInterval(poll));
	};
}

/** A process and those that it started, as a signal to the whole group reaches them. */
function withChildren({ pid }: ChildProcess): number[] {
	const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
	return [Number(pid), ...children.trim().split(" ").map(Number)];
}

test("SIGUSR1 and then SIGTERM save a run as Ctrl+C does, and it ends as if it had never stopped", {
	timeout,
}, async () => {
	const subject = await writeSubject(folder, "sft by adapters");
	const whole = join(folder, "whole");
	expect(await runChild(subject, whole)).toMatchObject({ status: 0 });
	const run = join(folder, "stopped");
	const events = join(run, "events.jsonl");
	for (const signals of [["SIGUSR1", "SIGTERM"], ["SIGTERM"]] as const) {
		const step = signals.length === 2 ? 1 : 6;
		const watch = when(events, `"kind":"step","step":${step}`, (child) => {
			for (const signal of signals) child.kill(signal);
		});
		const outcome = await runChild(subject, run, { watch });
		expect(outcome).toMatchObject({ status: 130 });
		expect(outcome.output).toContain("npx temper-lm runs resume");
		expect((await readRun(run)).events.at(-1)).toMatchObject({
			...{ kind: "end", reason: "interrupted" },
		});
	}
	expect(await runChild(subject, run)).toMatchObject({ status: 0 });
	expect(await readRun(run)).toEqual(await readRun(whole));
});

test.runIf(process.platform === "linux")(
	"SIGTERM to a pilot and its workers stops every run with a checkpoint",
	{ timeout },
	async () => {
		const pilot = writeTinyPilot({
			...{ budget: { steps: 400 }, arms: ["sft"], seeds: 1 },
		});
		const events = join(pilot.out, "runs/sft/lr-0.001/seed-0/events.jsonl");
		const stop = when(events, '"kind":"step","step":4', (child) => {
			for (const pid of withChildren(child)) process.kill(pid, "SIGTERM");
		});
		const { status, output } = await runPilot(pilot, stop);
		expect({ status, output }).toMatchObject({ status: 130 });
		expect(output).toContain("stopped; to continue: npx temper-lm pilot");
		const kinds = journalOf(pilot).map(({ kind }) => kind);
		expect(kinds).not.toContain("job-failed");
		expect(readFileSync(events, "utf8")).toContain('"reason":"interrupted"');
		await rm(pilot.folder, { recursive: true, force: true, maxRetries: 10 });
	},
);
