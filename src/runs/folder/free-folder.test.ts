import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takeFreeFolder } from "./free-folder.ts";

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), "temper-free-"));
});
afterEach(() => rmSync(home, { recursive: true }));

test("every one of many who ask at once gets a folder of its own", async () => {
	const runs = join(home, "runs");
	const taken = await Promise.all(
		Array.from({ length: 24 }, () => takeFreeFolder(runs, "sft-toy")),
	);
	expect(new Set(taken).size).toBe(24);
	const numbers = readdirSync(runs).map((name) => Number(name.split("-")[2]));
	expect(numbers.sort((a, b) => a - b)).toEqual(
		Array.from({ length: 24 }, (_, i) => i + 1),
	);
});

test("a number that a folder or a file has is passed over, and a gap is filled", async () => {
	mkdirSync(join(home, "dpo-toy-1"));
	writeFileSync(join(home, "dpo-toy-2"), "");
	mkdirSync(join(home, "dpo-toy-4"));
	const next = async () => basename(await takeFreeFolder(home, "dpo-toy"));
	expect([await next(), await next()]).toEqual(["dpo-toy-3", "dpo-toy-5"]);
});

test("a parent that cannot be made is said in a sentence", async () => {
	writeFileSync(join(home, "runs"), "");
	await expect(takeFreeFolder(join(home, "runs"), "sft")).rejects.toMatchObject(
		{
			code: "disk",
			where: join(home, "runs"),
		},
	);
});
