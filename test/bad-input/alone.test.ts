import { chmodSync, rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BadCase } from "./bad-case.ts";
import { devices, withoutDevices } from "./cases/devices.ts";
import { forbidden } from "./cases/forbidden.ts";
import { tables } from "./cases/tables.ts";
import { expectSentence } from "./expect-sentence.ts";
import { makeWhole } from "./make-whole.ts";
import { type AloneOptions, runAlone } from "./run-alone.ts";
import { World } from "./world.ts";

let whole: string;
beforeAll(async () => {
	whole = await makeWhole();
});
afterAll(() => rmSync(whole, { recursive: true, force: true }));

const mostBytes = 1e9;
const mostSeconds = 10;

async function tryAlone(
	one: BadCase,
	options: AloneOptions = {},
	own: (err: string) => string = (err) => err,
): Promise<void> {
	const world = new World(whole);
	try {
		chmodSync(world.folder, 0o755);
		await one.spoil(world);
		const argv = one.argv.map((word) => word.replaceAll("DIR", world.folder));
		const outcome = await runAlone(argv, options);
		expectSentence(one, world.folder, { ...outcome, err: own(outcome.err) });
		expect(outcome.bytes).toBeLessThan(mostBytes);
		expect(outcome.seconds).toBeLessThan(mostSeconds);
	} finally {
		world.close();
	}
}

describe("as processes of their own, under 1 GB and 10 s of the processor", () => {
	const alone = Object.values(tables)
		.flat()
		.filter((one) => one.alone)
		.map((one) => [one.name, one] as const);
	test.each(alone)("%s", (_, one) => tryAlone(one));
});

const isRoot = process.getuid?.() === 0;
const nobody = 65534;

describe.skipIf(process.platform === "win32")(
	"what the user may not touch (Windows has other rights)",
	() => {
		test.each(forbidden.map((one) => [one.name, one] as const))(
			"%s",
			(_, one) =>
				// Nothing is forbidden to root.
				tryAlone(one, { user: isRoot ? nobody : undefined }),
		);
	},
);

describe.skipIf(process.platform !== "linux")(
	"devices that are not there (only Linux lets a process hide them)",
	() => {
		// Graphics libraries write warnings of their own before the sentence.
		const sentence = (err: string) => err.slice(err.lastIndexOf("error: "));
		test.each(devices.map((one) => [one.name, one] as const))("%s", (_, one) =>
			tryAlone(one, { env: withoutDevices }, sentence),
		);
	},
);
