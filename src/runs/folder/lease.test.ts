import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeHeldFile } from "./held-writes.ts";
import { requireHeld } from "./lease.ts";
import { lockFolder, lockName } from "./lock.ts";

const times = { every: 50, ends: 400 };
const elsewhere = { pid: 7, host: "elsewhere", began: null, space: null };

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "temper-lease-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lock = () => join(folder, lockName);
const text = () => readFileSync(lock(), "utf8");

/** A lock of a process of another machine, last touched so many milliseconds ago. */
function leaveLock(ago: number): void {
	writeFileSync(lock(), `${JSON.stringify(elsewhere)}\n`);
	const at = (Date.now() - ago) / 1000;
	utimesSync(lock(), at, at);
}

test("the lock of a machine that is gone is waited for and taken over when its lease ends", async () => {
	leaveLock(100);
	const began = performance.now();
	const lease = await lockFolder(folder, times);
	const waited = performance.now() - began;
	expect(waited).toBeGreaterThan(200);
	expect(waited).toBeLessThan(3000);
	expect(JSON.parse(text()).pid).toBe(process.pid);
	await lease.release();
	expect(readdirSync(folder)).toEqual([]);
});

test("a lease that ended long ago is taken over at once", async () => {
	leaveLock(100_000);
	await (await lockFolder(folder)).release();
});

test("another machine's lock that is touched is respected, and said to be held as soon as it is", async () => {
	leaveLock(0);
	const began = performance.now();
	const touch = setTimeout(
		() => utimesSync(lock(), new Date(), new Date()),
		60,
	);
	await expect(
		lockFolder(folder, { every: 50, ends: 60_000 }),
	).rejects.toMatchObject({
		...{ code: "disk", found: "process 7 on elsewhere" },
	});
	clearTimeout(touch);
	expect(performance.now() - began).toBeLessThan(10_000);
	expect(JSON.parse(text())).toEqual(elsewhere);
});

test("a lease is touched although the main thread is busy", async () => {
	const lease = await lockFolder(folder, times);
	// The thread of the heartbeat needs a moment to begin.
	await expect
		.poll(() => statSync(lock()).mtimeMs, { timeout: 10_000 })
		.toBeGreaterThan(statSync(lock()).mtimeMs);
	const before = statSync(lock()).mtimeMs;
	const until = performance.now() + 600;
	while (performance.now() < until);
	expect(statSync(lock()).mtimeMs - before).toBeGreaterThan(300);
	await lease.check();
	await lease.release();
	await wait(120);
	expect(existsSync(lock())).toBe(false);
});

test("a writer whose folder was taken over writes nothing, says who has it, and leaves the other's lock", async () => {
	const lease = await lockFolder(folder, times);
	const path = join(folder, "inside", "result.json");
	mkdirSync(join(folder, "inside"));
	await writeHeldFile(path, "1");
	writeFileSync(lock(), `${JSON.stringify(elsewhere)}\n`);
	await expect(writeHeldFile(path, "2")).rejects.toMatchObject({
		...{ code: "disk", where: folder },
		found: "that process 7 on elsewhere has taken it over",
	});
	expect(readFileSync(path, "utf8")).toBe("1");
	expect(readdirSync(join(folder, "inside"))).toEqual(["result.json"]);
	expect(lease.isLost).toBe(true);
	// Not touched by this process's heartbeat either.
	const touched = statSync(lock()).mtimeMs;
	await wait(200);
	expect(statSync(lock()).mtimeMs).toBe(touched);
	await expect(lease.checkIfDue()).rejects.toMatchObject({ code: "disk" });
	await lease.release();
	expect(JSON.parse(text())).toEqual(elsewhere);
	await requireHeld(path);
});

test("a lock that was removed is not there to write under", async () => {
	const lease = await lockFolder(folder, times);
	rmSync(lock());
	await expect(lease.check()).rejects.toThrow(/its lock was removed/);
	await lease.release();
});

const writer = fileURLToPath(
	new URL("testing/slow-writer.ts", import.meta.url),
);

/** A process of "another machine" that has written a number to a file, in a folder that it holds, and waits until it is asked for another. */
async function startWriter(): Promise<{
	child: ChildProcess;
	said: () => string;
	askForMore: () => void;
}> {
	const child = spawn(
		process.execPath,
		[
			"--import",
			"tsx",
			"--conditions=source",
			writer,
			folder,
			JSON.stringify(times),
		],
		{ stdio: ["pipe", "pipe", "inherit"] },
	);
	let output = "";
	child.stdout?.on("data", (bytes: Buffer) => {
		output += bytes.toString();
	});
	await expect
		.poll(() => existsSync(join(folder, "number")), { timeout: 20_000 })
		.toBe(true);
	return {
		child,
		said: () => output,
		askForMore: () => child.stdin?.write("more"),
	};
}

test("a writer that is paused, loses its folder and comes back stops with a sentence and writes nothing", async () => {
	const { child, said, askForMore } = await startWriter();
	child.kill("SIGSTOP");
	const lease = await lockFolder(folder, times);
	const number = readFileSync(join(folder, "number"), "utf8");
	const exit = once(child, "exit");
	child.kill("SIGCONT");
	askForMore();
	expect(await exit).toEqual([2, null]);
	expect(said()).toContain(`that process ${process.pid} on`);
	expect(readFileSync(join(folder, "number"), "utf8")).toBe(number);
	await lease.check();
	await lease.release();
	expect(readdirSync(folder)).toEqual(["number"]);
}, 60_000);

test("a writer that is paused for longer than its lease goes on if nobody took the folder over", async () => {
	const { child, askForMore } = await startWriter();
	child.kill("SIGSTOP");
	await wait(2 * times.ends);
	const number = readFileSync(join(folder, "number"), "utf8");
	child.kill("SIGCONT");
	askForMore();
	await expect
		.poll(() => readFileSync(join(folder, "number"), "utf8"), { timeout: 5000 })
		.not.toBe(number);
	const exit = once(child, "exit");
	child.kill("SIGKILL");
	await exit;
	const names = readdirSync(folder).filter((name) => !name.includes(".tmp-"));
	expect(names.sort()).toEqual(["lock", "number"]);
}, 60_000);

test("of a writer that comes back and one that takes over at the same instant, one goes on", async () => {
	for (let round = 0; round < 20; round++) {
		const first = await lockFolder(folder, {
			...{ every: 100_000, ends: 100, owner: { ...elsewhere, pid: round } },
		});
		await wait(80 + 2 * round);
		const second = Promise.allSettled([
			lockFolder(folder, { every: 100_000, ends: 100 }),
		]);
		for (let i = 0; i < 10 && !first.isLost; i++) {
			await first.check().catch(() => {});
			await wait(7);
		}
		const [ended] = await second;
		const taken = ended.status === "fulfilled";
		await first.check().catch(() => {});
		expect({ round, lost: first.isLost }).toEqual({ round, lost: taken });
		await first.release();
		if (taken) await ended.value.release();
		expect(readdirSync(folder)).toEqual([]);
	}
}, 60_000);
