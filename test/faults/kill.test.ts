import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RandomStream } from "../../src/core/random.ts";
import { changesOf, runChild } from "./child.ts";
import { type RunContents, readRun } from "./inspect-run.ts";
import { cacheOf, type Subject, subjects, writeSubject } from "./subject.ts";

const kills = { anywhere: 50, insideChanges: 12 };
/** A run is let through after so many kills. */
const killsOfOneRun = 6;

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "temper-kill-"));
});
const timeout = 900_000;
afterAll(
	() => rm(folder, { recursive: true, force: true, maxRetries: 10 }),
	timeout,
);

function names(path: string): string[] {
	try {
		return readdirSync(path, { recursive: true }) as string[];
	} catch {
		return [];
	}
}

/** Unfinished writes that an instant may wait for. */
const phases = {
	checkpoint: (run: string) => names(join(run, "checkpoints")),
	result: (run: string) =>
		names(run).filter((name) => /^(adapter|model)\.tmp/.test(name)),
	cache: (run: string) => names(join(cacheOf(run), "temper")),
} as const;

type Instant =
	| { readonly after: number }
	| { readonly phase: keyof typeof phases; readonly delay: number };

/** Uniform over a run's life; for two in five, soon after a certain write has begun. */
function drawInstant(stream: RandomStream, life: number): Instant {
	const kind = stream.uniform();
	if (kind < 0.6) return { after: stream.uniform() * life };
	const phase = kind < 0.8 ? "checkpoint" : kind < 0.9 ? "result" : "cache";
	return { phase, delay: stream.uniform() * 12 };
}

function killAt(instant: Instant, run: string) {
	return (child: ChildProcess) => {
		const kill = () => child.kill("SIGKILL");
		if ("after" in instant) {
			const timer = setTimeout(kill, instant.after);
			child.on("exit", () => clearTimeout(timer));
			return;
		}
		const seen = phases[instant.phase];
		const begun = () => seen(run).some((name) => name.includes(".tmp-"));
		const poll = setInterval(() => {
			if (!begun()) return;
			clearInterval(poll);
			setTimeout(kill, instant.delay);
		}, 1);
		child.on("exit", () => clearInterval(poll));
	};
}

/** What stands on disk after a kill is whole, and part of what the run never killed has. */
function expectPart(found: RunContents, whole: RunContents): void {
	const { events, result, cache, checkpoints } = found;
	expect(events).toEqual(whole.events.slice(0, events.length));
	if (Object.keys(result).length > 0) expect(result).toEqual(whole.result);
	// Scores are kept a block at a time, each under its own name.
	expect(whole.cache).toMatchObject(cache);
	for (const [step, tensors] of Object.entries(whole.checkpoints))
		if (step in checkpoints) expect(checkpoints[step]).toEqual(tensors);
}

interface Reference {
	readonly subject: Subject;
	readonly whole: RunContents;
	/** Milliseconds. */
	readonly life: number;
	/** Changes to the disk. */
	readonly changes: number;
}

async function reference(name: keyof typeof subjects): Promise<Reference> {
	const home = mkdtempSync(join(folder, "subject-"));
	const subject = await writeSubject(home, name);
	const run = join(home, "whole");
	const fault = { at: null, how: "kill" } as const;
	const outcome = await runChild(subject, run, { fault });
	const { status, output, milliseconds: life } = outcome;
	expect(output).toContain("finished 10 steps");
	expect(status).toBe(0);
	const whole = await readRun(run);
	return { subject, whole, life, changes: changesOf(outcome) };
}

/** Kills one run again and again, then lets it finish. Returns how often it was killed. */
async function survive(
	{ subject, whole }: Reference,
	run: string,
	most: number,
	attempt: (n: number) => Parameters<typeof runChild>[2],
): Promise<number> {
	let killed = 0;
	for (;;) {
		const { status, output } = await runChild(
			subject,
			run,
			killed < most ? attempt(killed) : {},
		);
		const found = await readRun(run);
		if (status === null) {
			killed++;
			expectPart(found, whole);
			const last = found.events.at(-1) as { kind?: string } | undefined;
			if (last?.kind !== "end") continue;
		} else expect({ status, output }).toMatchObject({ status: 0 });
		expect(found).toEqual({ ...whole, leftovers: found.leftovers });
		if (status !== null) expect(found.leftovers).toEqual([]);
		return killed;
	}
}

describe("a run that is killed ends in the same bytes", () => {
	const all = Object.keys(subjects) as (keyof typeof subjects)[];
	test.each(all)("%s", { timeout }, async (name) => {
		const known = await reference(name);
		const stream = new RandomStream(2026, name);
		const share = Math.ceil(kills.anywhere / all.length);
		let killed = 0;
		for (let n = 0; killed < share; n++) {
			const run = join(folder, `${all.indexOf(name)}-${n}`);
			const most = Math.min(killsOfOneRun, share - killed);
			killed += await survive(known, run, most, () => ({
				watch: killAt(drawInstant(stream, known.life), run),
			}));
			expect(n).toBeLessThan(4 * share);
		}
		expect(killed).toBeGreaterThanOrEqual(share);
	});

	test("in the middle of a change to the disk", {
		timeout,
	}, async () => {
		const known = await reference("minor-sft by adapters, with dropout");
		const stream = new RandomStream(2026, "changes");
		const run = (n: number) => join(folder, `change-${n}`);
		for (let n = 0, killed = 0; killed < kills.insideChanges; n++)
			killed += await survive(known, run(n), 6, () => ({
				fault: { at: 1 + stream.integer(known.changes / 2), how: "kill" },
			}));
	});
});
