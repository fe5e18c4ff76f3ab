import { existsSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { SharedFolder } from "./shared-folder.ts";

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "temper-shared-folder-"));
});

test("it is there from the first session to the last, with whatever lies in it", async () => {
	const folder = new SharedFolder(root);
	expect(folder.path).toBeNull();
	await Promise.all([folder.open(), folder.open()]);
	const path = folder.path as string;
	expect(readdirSync(root)).toEqual([path.slice(root.length + 1)]);
	writeFileSync(join(path, "scores"), "");
	await folder.close();
	expect(existsSync(join(path, "scores"))).toBe(true);
	await folder.close();
	expect(folder.path).toBeNull();
	expect(readdirSync(root)).toEqual([]);
});

test("a session that begins while another one ends has a folder", async () => {
	const folder = new SharedFolder(root);
	await folder.open();
	const closed = folder.close();
	await folder.open();
	await closed;
	expect(existsSync(folder.path ?? "none")).toBe(true);
	await folder.close();
	expect(readdirSync(root)).toEqual([]);
});

test("where none can be made, there is none", async () => {
	const folder = new SharedFolder(join(root, "missing"));
	await folder.open();
	expect(folder.path).toBeNull();
	await folder.close();
});
