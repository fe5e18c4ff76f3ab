import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { runCli } from "../../src/cli/program.ts";
import type { BadCase } from "./bad-case.ts";
import { usage } from "./cases/commands.ts";
import { runs } from "./cases/runs.ts";
import { tables } from "./cases/tables.ts";
import { expectSentence } from "./expect-sentence.ts";
import { makeWhole, stopRun } from "./make-whole.ts";
import { realContext } from "./real-context.ts";
import { World } from "./world.ts";

let whole: string;
beforeAll(async () => {
	whole = await makeWhole();
});
afterAll(() => rmSync(whole, { recursive: true, force: true }));

async function tryIn(
	world: World,
	one: BadCase,
	kind: "sentence" | "usage" = "sentence",
): Promise<void> {
	try {
		await one.spoil(world);
		const context = realContext();
		const argv = one.argv.map((word) => word.replaceAll("DIR", world.folder));
		const status = await runCli(argv, context);
		expectSentence(one, world.folder, { status, err: context.err() }, kind);
	} finally {
		world.close();
	}
}

describe.each(Object.entries(tables))("%s", (_, cases) => {
	test.each(cases.map((one) => [one.name, one] as const))("%s", (_, one) =>
		tryIn(new World(whole), one),
	);
});

describe("runs", () => {
	let folder: string;
	let stopped: string;
	beforeAll(async () => {
		// A run names its files by their whole paths, so every case stands where the run was made.
		folder = new World(whole).folder;
		await stopRun(folder);
		stopped = mkdtempSync(join(tmpdir(), "temper-stopped-"));
		cpSync(folder, stopped, { recursive: true });
		rmSync(folder, { recursive: true });
	});
	afterAll(() => rmSync(stopped, { recursive: true, force: true }));

	test.each(runs.map((one) => [one.name, one] as const))("%s", (_, one) =>
		tryIn(new World(stopped, folder), one),
	);
});

describe("usage", () => {
	test.each(usage.map((one) => [one.name, one] as const))("%s", (_, one) =>
		tryIn(new World(whole), one, "usage"),
	);
});
