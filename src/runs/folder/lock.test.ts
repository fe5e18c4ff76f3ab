import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { lockFolder, lockName } from "./lock.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "temper-lock-"));
});

function claim(owner: object | string): void {
	const text = typeof owner === "string" ? owner : JSON.stringify(owner);
	writeFileSync(join(folder, lockName), text);
}

/** The number of a process that has ended. */
function deadPid(): number {
	return spawnSync(process.execPath, ["-e", ""]).pid;
}

test("held until released", async () => {
	const lease = await lockFolder(folder);
	await expect(lockFolder(folder)).rejects.toMatchObject({
		code: "disk",
		found: `process ${process.pid} on ${hostname()}`,
	});
	await lease.release();
	expect(existsSync(join(folder, lockName))).toBe(false);
	await (await lockFolder(folder)).release();
});

test("a dead process's lock is taken over", async () => {
	claim({ pid: deadPid(), host: hostname(), began: "1" });
	const lease = await lockFolder(folder);
	expect(JSON.parse(readFileSync(join(folder, lockName), "utf8")).pid).toBe(
		process.pid,
	);
	await lease.release();
});

test.runIf(process.platform === "linux")(
	"a later process with the same number is not its owner",
	async () => {
		claim({ pid: process.pid, host: hostname(), began: "1" });
		await (await lockFolder(folder)).release();
	},
);

test("a torn lock is nobody's", async () => {
	claim('{"pid": 1');
	await (await lockFolder(folder)).release();
});

test("of many who take over a dead lock at once, one succeeds", async () => {
	const dead = { pid: deadPid(), host: hostname(), began: "1" };
	for (let round = 0; round < 50; round++) {
		claim(dead);
		const tries = await Promise.allSettled(
			Array.from({ length: 8 }, () => lockFolder(folder)),
		);
		const held = tries.filter((one) => one.status === "fulfilled");
		expect(held).toHaveLength(1);
		await held[0]?.value.release();
		expect(readdirSync(folder)).toEqual([]);
	}
});

test("who died while taking over is taken over too", async () => {
	const dead = { pid: deadPid(), host: hostname(), began: "1" };
	claim(dead);
	const name = createHash("sha256").update(JSON.stringify(dead));
	const left = join(
		folder,
		`${lockName}.tmp-0-${name.digest("hex").slice(0, 8)}`,
	);
	writeFileSync(left, JSON.stringify({ ...dead, began: "2" }));
	const lease = await lockFolder(folder);
	await expect(lockFolder(folder)).rejects.toMatchObject({ code: "disk" });
	await lease.release();
});
