import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { setupRoot } from "../../../src/engine/torch/environment.ts";
import {
	type ChildOptions,
	type Outcome,
	runChild,
} from "../../faults/child.ts";
import { type RunContents, readRun } from "../../faults/inspect-run.ts";
import type { Subject } from "../../faults/subject.ts";
import { markOf, processesOf, survivors, type Target } from "./processes.ts";

const hooks = fileURLToPath(new URL("hooks", import.meta.url));

/** A signal to a process of the group, some milliseconds after a step was noted. */
export interface Shot {
	readonly target: Target;
	readonly step: number;
	readonly delay: number;
	readonly signal?: NodeJS.Signals;
}

/** A rank ends itself when it opens or renames a file whose path matches. */
export interface Moment {
	readonly name: string;
	readonly rank: 0 | 1;
	readonly mode: "read" | "write" | "rename";
	readonly path: string;
}

export interface Faults {
	readonly shots?: readonly Shot[];
	readonly moments?: readonly Moment[];
	readonly fault?: ChildOptions["fault"];
	readonly env?: Readonly<Record<string, string>>;
}

/** How a driver ended, and which of the faults took place. */
export interface Driven extends Outcome {
	readonly shots: readonly Shot[];
	readonly moments: readonly string[];
}

/** Seconds in which processes end after their driver on a busy machine: those that are starting must first find that it is gone. */
const soon = 180;

/** Begins a run in two processes or goes on with it, and checks that nothing of it is left when the driver has ended. */
export async function drive(
	python: string,
	subject: Subject,
	run: string,
	{ shots = [], moments = [], fault, env }: Faults = {},
): Promise<Driven> {
	const [scratch, state] = [`${run}.tmp`, `${run}.moments`];
	for (const folder of [scratch, state]) mkdirSync(folder, { recursive: true });
	const done: Shot[] = [];
	const outcome = await runChild(subject, run, {
		...(fault && { fault }),
		env: {
			TEMPER_PYTHON: python,
			TMPDIR: scratch,
			OMP_NUM_THREADS: "1",
			// Compiled Python files are shared by all runs.
			XDG_CACHE_HOME: dirname(dirname(setupRoot())),
			PYTHONPATH: hooks,
			KILL_PLAN: JSON.stringify({ state, moments }),
			...markOf(run),
			...env,
		},
		watch: (child) => shoot(child, run, shots, done),
	});
	expect(await survivors(run, soon), outcome.output).toEqual([]);
	expect(readdirSync(scratch), outcome.output).toEqual([]);
	return { ...outcome, shots: done, moments: readdirSync(state) };
}

/** Fires one shot after the other, each at a process that was not there at the one before. */
function shoot(
	child: ChildProcess,
	run: string,
	shots: readonly Shot[],
	done: Shot[],
): void {
	const events = join(run, "events.jsonl");
	const noted = (step: number) =>
		existsSync(events) &&
		readFileSync(events, "utf8").includes(`"kind":"step","step":${step},`);
	const waiting = [...shots];
	const seen = new Set<number>();
	const poll = setInterval(async () => {
		const [next] = waiting;
		if (next === undefined) return clearInterval(poll);
		if (next.step > 0 && !noted(next.step)) return;
		const aim = () =>
			processesOf(run).find(
				({ what, pid }) => what === next.target && !seen.has(pid),
			);
		if (aim() === undefined || waiting.shift() === undefined) return;
		await new Promise((resolve) => setTimeout(resolve, next.delay));
		const found = aim();
		if (found === undefined) {
			// It died of something else: the next of its kind is shot.
			waiting.unshift(next);
			return;
		}
		for (const { pid } of processesOf(run)) seen.add(pid);
		process.kill(found.pid, next.signal ?? "SIGKILL");
		done.push(next);
	}, 20);
	child.on("exit", () => clearInterval(poll));
}

const lost = /^The processes of the engine were lost: /;

const isLoss = (event: unknown) => {
	const { kind, text } = event as { kind: string; text?: string };
	return kind === "note" && lost.test(text ?? "");
};

/** All of a run that must repeat exactly, and how often it says that processes were lost. */
export async function contentsOf(
	run: string,
): Promise<{ readonly whole: RunContents; readonly losses: string[] }> {
	const found = await readRun(run);
	const events = found.events.filter((event) => !isLoss(event));
	const losses = found.events
		.filter(isLoss)
		.map((event) => (event as { text: string }).text);
	return { whole: { ...found, events }, losses };
}

/** Expects that a run has ended as another one did that nothing disturbed. */
export async function expectSame(
	run: string,
	whole: RunContents,
): Promise<void> {
	const found = await contentsOf(run);
	expect(found.whole).toEqual(whole);
}
