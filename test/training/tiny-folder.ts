import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { writePreferenceRows } from "./tiny-rows.ts";
import { fillTinyFolder } from "./tiny-training.ts";

const timeout = 300_000;

/**
 * A folder with a tiny random model and its rows for the tests of one file: filled before them, removed after them, and
 * the home of the cache of reference scores meanwhile.
 */
export function tinyFolder({ preferences = false } = {}): string {
	const folder = mkdtempSync(join(tmpdir(), "temper-training-"));
	beforeAll(async () => {
		await fillTinyFolder(folder);
		if (preferences) writePreferenceRows(folder);
		process.env.XDG_CACHE_HOME = join(folder, "cache");
	}, timeout);
	afterAll(() => rmSync(folder, { recursive: true }), timeout);
	return folder;
}
