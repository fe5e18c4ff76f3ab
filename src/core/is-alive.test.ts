import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { isAlive } from "./is-alive.ts";

test("a process is alive until it has ended", () => {
	expect(isAlive(process.pid)).toBe(true);
	expect(isAlive(process.ppid)).toBe(true);
	expect(isAlive(spawnSync(process.execPath, ["-e", ""]).pid)).toBe(false);
});
