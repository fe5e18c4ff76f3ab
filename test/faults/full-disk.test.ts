import { spawnSync } from "node:child_process";
import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	statfsSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RandomStream } from "../../src/core/random.ts";
import {
	type ChildOptions,
	changesOf,
	type Outcome,
	runChild,
} from "./child.ts";
import { type RunContents, readRun } from "./inspect-run.ts";
import { cacheOf, type Subject, writeSubject } from "./subject.ts";

const timeout = 600_000;
let folder: string;
let subject: Subject;
let whole: RunContents;
let changes: number;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "temper-full-"));
	subject = await writeSubject(folder, "minor-sft by adapters, with dropout");
	const fault = { at: null, how: "full" } as const;
	const outcome = await runChild(subject, join(folder, "whole"), { fault });
	expect(outcome.status).toBe(0);
	changes = changesOf(outcome);
	whole = await readRun(join(folder, "whole"));
}, timeout);
afterAll(() => rmSync(folder, { recursive: true, force: true }), timeout);

/** A sentence and exit status 2: no stack, no claim of a bug. */
function expectSentence({ status, output }: Outcome, sentence: RegExp): void {
	expect({ status, output }).toMatchObject({ status: 2 });
	expect(output).toMatch(sentence);
	expect(output).not.toMatch(/bug in temper|^\s+at /m);
}

/** Goes on without the fault: the run must end as if nothing had been. */
async function expectRecovery(run: string): Promise<void> {
	const { status, output } = await runChild(subject, run);
	expect({ status, output }).toMatchObject({ status: 0 });
	expect(await readRun(run)).toEqual(whole);
}

/** A run that stopped for want of space after some of its steps. */
async function stopped(run: string, share: number): Promise<Outcome> {
	const at = Math.round(changes * share);
	return runChild(subject, run, { fault: { at, how: "full" } });
}

const fullDisk =
	/error: .*expected a writable path, found a full disk \(ENOSPC\)/;

test("a disk that is full from a random change on", { timeout }, async () => {
	const stream = new RandomStream(2026, "full");
	for (let n = 0; n < 6; n++) {
		const run = join(folder, `full-${n}`);
		expectSentence(await stopped(run, (n + stream.uniform()) / 6), fullDisk);
		await readRun(run);
		await expectRecovery(run);
	}
});

test("the sentence names the checkpoint that is whole", {
	timeout,
}, async () => {
	const run = join(folder, "named");
	await stopped(run, 0.5);
	const { checkpoints } = await readRun(run);
	const last = Object.keys(checkpoints).at(-1);
	expect(last).toBeDefined();
	const limited = await runChild(subject, run, limitOf(run, 0.75));
	expectSentence(
		limited,
		/found a file larger than the system allows \(EFBIG\)/,
	);
	expect(limited.output).toContain(`Checkpoint step-${last} is whole`);
	expect((await readRun(run)).checkpoints).toEqual(checkpoints);
	await expectRecovery(run);
});

/** No file may grow beyond a share of the optimizer's: a save fails in its middle, on any system with a shell. */
function limitOf(run: string, share: number): ChildOptions {
	const folder = join(run, "checkpoints");
	const step = readdirSync(folder)[0] as string;
	const { size } = statSync(join(folder, step, "optimizer.safetensors"));
	const blocks = Math.floor((share * size) / 512);
	return { shell: `ulimit -f ${blocks} && exec "$@"` };
}

test("a file where the checkpoints should be", { timeout }, async () => {
	const run = join(folder, "blocked");
	await stopped(run, 0.2);
	expect((await readRun(run)).checkpoints).toEqual({});
	rmSync(join(run, "checkpoints"), { recursive: true, force: true });
	writeFileSync(join(run, "checkpoints"), "");
	const sentence =
		/checkpoints: expected a writable path, found something already/;
	expectSentence(await runChild(subject, run), sentence);
	rmSync(join(run, "checkpoints"));
	await expectRecovery(run);
});

test("a file where the cache should be", { timeout }, async () => {
	const run = join(folder, "uncached");
	writeFileSync(cacheOf(run), "");
	const sentence =
		/temper\/rounding\/.*: expected a writable path, found a path that goes/;
	expectSentence(await runChild(subject, run), sentence);
	rmSync(cacheOf(run));
	await expectRecovery(run);
});

test("a small disk of its own", { timeout }, async ({ skip }) => {
	const disk = join(folder, "disk");
	mkdirSync(disk);
	const mounted = spawnSync("mount", [
		...["-t", "tmpfs", "-o", "size=16m", "none", disk],
	]);
	if (mounted.status !== 0)
		skip(
			"mounting a small disk needs root on Linux; the other tests fill none",
		);
	try {
		const run = join(disk, "run");
		await stopped(run, 0.5);
		const before = (await readRun(run)).checkpoints;
		fill(join(disk, "ballast"), disk);
		expectSentence(await runChild(subject, run), fullDisk);
		expect((await readRun(run)).checkpoints).toEqual(before);
		rmSync(join(disk, "ballast"));
		await expectRecovery(run);
	} finally {
		spawnSync("umount", [disk]);
	}
});

/** Leaves room for a few small files, and not for a checkpoint. */
function fill(path: string, disk: string): void {
	const { bavail, bsize } = statfsSync(disk);
	writeFileSync(path, Buffer.alloc(Math.max(0, bavail * bsize - (40 << 10))));
}
