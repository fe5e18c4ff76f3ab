import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { AnswerCache } from "./answer-cache.ts";

function cachePath(): string {
	const folder = mkdtempSync(join(tmpdir(), "temper-cache-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return join(folder, "cache.jsonl");
}

test("a result is made once, also after the cache was closed", async () => {
	const path = cachePath();
	const make = vi.fn(async () => ({ winner: "first" }));
	const first = await AnswerCache.open(path);
	await first.remember(["judge", { a: 1 }], make);
	await first.remember(["judge", { a: 1 }], make);
	first.close();
	const second = await AnswerCache.open(path);
	expect(await second.remember(["judge", { a: 1 }], make)).toEqual({
		winner: "first",
	});
	expect(make).toHaveBeenCalledTimes(1);
	await second.remember(["judge", { a: 2 }], make);
	expect(make).toHaveBeenCalledTimes(2);
	second.close();
});

test("a failure is not kept", async () => {
	const cache = await AnswerCache.open(cachePath());
	const fail = () => Promise.reject(new Error("busy"));
	await expect(cache.remember(["x"], fail)).rejects.toThrow("busy");
	expect(await cache.remember(["x"], async () => 7)).toBe(7);
	cache.close();
});

test("a line that was cut off is made again, and those before it are not", async () => {
	const path = cachePath();
	const first = await AnswerCache.open(path);
	await first.remember(["whole"], async () => 1);
	first.close();
	const whole = readFileSync(path, "utf8");
	appendFileSync(path, '{"key":"abc","val');
	const second = await AnswerCache.open(path);
	expect(await second.remember(["whole"], async () => 2)).toBe(1);
	second.close();
	expect(readFileSync(path, "utf8")).toBe(whole);
});
