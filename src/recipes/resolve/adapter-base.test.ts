import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { pulledMark } from "../locate/model-folder.ts";
import { adapterBase, baseName } from "./adapter-base.ts";

const home = realpathSync(mkdtempSync(join(tmpdir(), "temper-base-")));
beforeAll(() => vi.stubEnv("XDG_CACHE_HOME", join(home, "cache")));
afterAll(() => vi.unstubAllEnvs());

function model(path: string, mark?: object): string {
	const folder = join(home, path);
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, "config.json"), "{}");
	if (mark) writeFileSync(join(folder, pulledMark), JSON.stringify(mark));
	return folder;
}

const adapter = join(home, "project/runs/one/adapter");
const hub = { source: "owner/model", revision: "abc" };
const copied = { source: "/elsewhere/model", revision: null };

test.each([
	[
		"a model of the hub by the hub's name",
		"cache/temper/models/owner/model",
		hub,
		"owner/model",
	],
	[
		"one that was pulled into a folder too",
		"project/pulled",
		hub,
		"owner/model",
	],
	[
		"another model of the cache by its pulled name",
		"cache/temper/models/mine",
		copied,
		"mine",
	],
	[
		"any other by the way from the adapter",
		"project/toy",
		undefined,
		"../../../toy",
	],
	["one inside the run too", "project/runs/one/model", undefined, "../model"],
])("an adapter names %s, and Temper finds it", (_, path, mark, name) => {
	const folder = model(path, mark);
	expect(baseName(folder, adapter)).toBe(name);
	model("cache/temper/models/owner/model", hub);
	const found = adapterBase(adapter, name, "base");
	expect(found).toBe(
		name === "owner/model"
			? join(home, "cache/temper/models/owner/model")
			: folder,
	);
});

test("a base that is nowhere is a sentence", () => {
	expect(() => adapterBase(adapter, "../../gone", "base of X")).toThrow(
		/base of X: expected a model folder/,
	);
});
