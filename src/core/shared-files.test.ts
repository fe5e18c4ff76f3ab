import {
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { SharedFiles } from "./shared-files.ts";

const content = Uint8Array.of(1, 2, 3, 4, 5);
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "temper-shared-"));
});

test("what one process wrote, another one reads", async () => {
	await new SharedFiles(folder).write("a", content);
	const files = new SharedFiles(folder);
	expect([...((await files.read("a")) ?? [])]).toEqual([...content]);
	expect(await files.read("b")).toBeNull();
	expect(readdirSync(folder)).toEqual(["a"]);
});

test("a damaged content is taken for missing, and may be written again", async () => {
	const files = new SharedFiles(folder);
	const path = join(folder, "a");
	await files.write("a", content);
	const whole = readFileSync(path);
	const changed = Uint8Array.from(whole);
	changed[whole.length - 1] = 6;
	writeFileSync(path, changed);
	expect(await files.read("a")).toBeNull();
	for (const length of [0, 20, whole.length - 1]) {
		writeFileSync(path, whole);
		truncateSync(path, length);
		expect(await files.read("a")).toBeNull();
	}
	await files.write("a", content);
	expect(await files.read("a")).not.toBeNull();
});

test("a folder that is gone keeps nothing", async () => {
	rmSync(folder, { recursive: true });
	const files = new SharedFiles(folder);
	await files.write("a", content);
	expect(await files.read("a")).toBeNull();
});

test("what cannot be put in its place leaves nothing behind", async () => {
	const files = new SharedFiles(folder);
	// A folder of that name stands in the way, as a disk without room would.
	await files.write("a", content);
	rmSync(join(folder, "a"));
	await new SharedFiles(folder).write("a/b", content);
	expect(readdirSync(folder)).toEqual([]);
});
