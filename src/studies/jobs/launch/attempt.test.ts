import {
	appendFileSync,
	existsSync,
	mkdtempSync,
	writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Attempt, type AttemptEnd } from "./attempt.ts";
import { exchangeFiles as files, type WorkerWord } from "./exchange.ts";
import type { LaunchState } from "./launcher.ts";

const times = { look: 10, every: 10, ends: 500, ask: 0 };

let root: string;
let folder: string;
let state: LaunchState;
let asked: number;
let stopped: string[];
let attempt: Attempt;
let ended: Promise<AttemptEnd>;
beforeEach(async () => {
	root = mkdtempSync(join(tmpdir(), "temper-attempt-"));
	folder = join(root, "session", "1");
	state = { kind: "running" };
	asked = 0;
	stopped = [];
	attempt = new Attempt({
		...{ folder, times, command: () => "true", refuse: () => null },
		launcher: {
			name: "the scheduler",
			submit: async () => "7",
			state: async () => {
				asked += 1;
				return state;
			},
			stop: async (id) => void stopped.push(id),
		},
	});
	ended = attempt.run({ kind: "probe" }, () => {});
	await untilAsked();
	const versions = { temper: "1", node: "20" };
	say({ kind: "begun", host: "here", pid: 1, versions });
	await untilAsked();
});
afterEach(() => rm(root, { recursive: true, force: true, maxRetries: 10 }));

/** Until the scheduler has been asked anew, so that its present state is known. */
async function untilAsked(): Promise<void> {
	const before = asked;
	await expect
		.poll(() => asked, { timeout: 20_000 })
		.toBeGreaterThan(before + 1);
}

function say(word: WorkerWord): void {
	appendFileSync(join(folder, files.words), `${JSON.stringify(word)}\n`);
}

const isAsked = () => existsSync(join(folder, files.stop));

test("a suspended job is waited for, and is one that has begun when it goes on", async () => {
	state = { kind: "suspended" };
	await untilAsked();
	const end = await Promise.race([ended, wait(3 * times.ends)]);
	expect(end).toBeUndefined();
	state = { kind: "running" };
	await untilAsked();
	const beat = setInterval(
		() => writeFileSync(join(folder, files.beat), `${Math.random()}`),
		times.every,
	);
	await attempt.stop();
	expect(isAsked()).toBe(true);
	expect(stopped).toEqual([]);
	say({ kind: "stopped" });
	state = { kind: "ended", lost: false, reason: null };
	expect(await ended).toEqual({ kind: "stopped" });
	clearInterval(beat);
});

test("a suspended job is ended by a stop, which its worker cannot hear", async () => {
	state = { kind: "suspended" };
	await untilAsked();
	await attempt.stop();
	expect(stopped).toEqual(["7"]);
	expect(await ended).toEqual({ kind: "stopped" });
});

test("so is a job that is suspended, or put back into the queue, before its worker has saved", async () => {
	await attempt.stop();
	expect(stopped).toEqual([]);
	state = { kind: "waiting" };
	expect(await ended).toEqual({ kind: "stopped" });
	expect(stopped).toEqual(["7"]);
});

test("a worker that falls silent after it was suspended is lost", async () => {
	state = { kind: "suspended" };
	await untilAsked();
	state = { kind: "running" };
	expect(await ended).toMatchObject({
		...{ kind: "failed", lost: true },
		reason: expect.stringMatching(/^its machine has not been heard from/),
	});
});
