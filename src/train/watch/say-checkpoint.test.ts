import { expect, test } from "vitest";
import { TemperError } from "../../core/error.ts";
import { sayCheckpoint } from "./say-checkpoint.ts";

const parts = { where: "step 3", expected: "a number", found: "NaN" };
const messageOf = (error: unknown) => (error as Error).message;

test("an error in a step says which checkpoint there is, or that there is none", () => {
	const hinted = new TemperError("data", { ...parts, hint: "Try less." });
	expect(messageOf(sayCheckpoint(hinted, 2))).toBe(
		"step 3: expected a number, found NaN. Try less. The checkpoint of step 2 is whole.",
	);
	expect(messageOf(sayCheckpoint(hinted, null))).toMatch(
		/Try less\. The run has no checkpoint yet, so resuming it begins at its first step\.$/,
	);
	const bare = new TemperError("weights", parts);
	expect(sayCheckpoint(bare, 0)).toMatchObject({
		...{ code: "weights", hint: "The checkpoint of step 0 is whole." },
		cause: bare,
	});
});

test("what the disk says and what is a bug stay as they are", () => {
	const disk = new TemperError("disk", parts);
	expect(sayCheckpoint(disk, 2)).toBe(disk);
	const bug = new RangeError("x");
	expect(sayCheckpoint(bug, null)).toBe(bug);
});
