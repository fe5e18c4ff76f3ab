import { expect, test } from "vitest";
import type { JobProgress } from "../../studies/jobs/job-request.ts";
import { runJob } from "../../studies/pilot/plan/job.ts";
import { createTerminal } from "../terminal/terminal.ts";
import { decisionWords, pilotView } from "./pilot-view.ts";

function screen(live: boolean) {
	const written: string[] = [];
	const terminal = createTerminal(
		{ write: (text) => written.push(text), isTTY: live, columns: 80 },
		{ NO_COLOR: "1" },
	);
	return { view: pilotView(terminal), text: () => written.join("") };
}

const one = runJob("sft", 2e-4, 0, 0.25, "tuning");
const other = runJob("dft", 2e-4, 1, 1, "test");
const progress: JobProgress = {
	...{ phase: "training", share: 0.5, place: "step 4", nll: 1.25 },
};

test("where a person watches: a line for each process at work, drawn in place", () => {
	const { view, text } = screen(true);
	view.show({ kind: "job-started", job: one, attempt: 1 });
	view.show({ kind: "job-started", job: other, attempt: 1 });
	expect(text()).toContain(
		"[............] sft, rate 0.0002, seed 0: starting\n[............] dft, rate 0.0002, seed 1: starting",
	);
	view.show({
		...{ kind: "job-finished", job: one, seconds: 12, score: 0.5 },
		unscored: { count: 2, reason: "rows.jsonl:3: it timed out" },
	});
	expect(text()).toContain("\u001b[1A\r\u001b[J");
	expect(text()).toContain(
		"sft, rate 0.0002, seed 0 to 25% of its steps: done in 12 s, score 0.5\n",
	);
	expect(text()).toContain(
		"  2 answers could not be scored: rows.jsonl:3: it timed out\n",
	);
	view.show({ kind: "progress", job: other, progress });
	view.clear();
	expect(text().endsWith("\r\u001b[K")).toBe(true);
});

test("where nobody watches: a line for what is done, and nothing in between", () => {
	const { view, text } = screen(false);
	view.show({ kind: "job-started", job: one, attempt: 1 });
	view.show({ kind: "progress", job: one, progress });
	view.show({ kind: "job-failed", job: one, reason: "it died", again: true });
	expect(text()).toBe(
		"sft, rate 0.0002, seed 0: failed, and will be retried: it died\n",
	);
});

test.each([
	[1, null, "one process; 3 jobs were done before"],
	[4, null, "4 processes in parallel; 3 jobs were done before"],
	[1, "Slurm", "one job at a time, started by Slurm"],
	[8, "Ray at http://head:8265", "up to 8 jobs in parallel, started by Ray at"],
])(
	"at the start: how many jobs run at once, and what starts them",
	(seats, launcher, words) => {
		const { view, text } = screen(false);
		view.show({ kind: "start", folder: "runs/a", done: 3, seats, launcher });
		expect(text()).toContain(`pilot folder: runs/a (${words}`);
	},
);

test("decisions in words", () => {
	const tried = (learningRate: number, score: number | null) => ({
		...{ learningRate, score, nll: null, moved: null },
	});
	const rung = { kind: "rung", arm: "sft", rung: 0 } as const;
	expect(
		decisionWords({
			...rung,
			tried: [tried(1, 0.2), tried(2, null)],
			kept: [1],
		}),
	).toBe("sft: learning rate 1 (0.2) continues; left 2 (failed)");
	expect(decisionWords({ ...rung, tried: [tried(1, null)], kept: [] })).toBe(
		"sft: no learning rate could be measured",
	);
	expect(decisionWords({ kind: "arms", left: [{ arm: "a", by: "b" }] })).toBe(
		"a is dropped: b scores more and moved less",
	);
});

test("seeds that are left out, with what they would have cost", () => {
	const left = { kind: "seeds", left: [2], seconds: 700 } as const;
	expect(decisionWords(left)).toBe(
		"seed 2 left out, so that the pilot ends in time: with it, it would take about 11 min 40 s",
	);
});

test("how long the rest will take stands below the jobs at work; a delay is told once, and again when it grows by half", () => {
	const { view, text } = screen(true);
	view.show({ kind: "job-started", job: one, attempt: 1 });
	expect(text()).not.toContain("left");
	const late = (seconds: number) =>
		view.show({ kind: "forecast", forecast: { left: 200, late: seconds } });
	late(0);
	expect(text()).toContain("starting\nabout 3 min 20 s left");
	for (const seconds of [90, 100, 110, 140]) late(seconds);
	const told = [...text().matchAll(/will end about (.+) later/g)];
	expect(told.map(([, delay]) => delay)).toEqual(["1 min 30 s", "2 min 20 s"]);
});
