import { expect, it } from "vitest";
import { engineLost } from "../engine/engine-lost.ts";
import type { RunEvent } from "../runs/events.ts";
import { acrossFaults, faultNote } from "./across-faults.ts";

const parts = { where: "a", expected: "b", found: "rank 1 was ended" };
const stepEvent = (step: number) =>
	({ kind: "step", step }) as unknown as RunEvent;

type Script = readonly (readonly (number | "file" | null)[])[];

/** Each attempt takes the given steps and keeps files, then fails; one that is `null` at its end does not. */
function attempts(script: Script) {
	const reasons: (string | null)[] = [];
	let next = 0;
	let files = 0;
	const attempt = async function* (why: string | null) {
		reasons.push(why);
		for (const step of script[next++] ?? []) {
			if (step === null) return;
			if (step === "file") files++;
			else yield stepEvent(step);
		}
		throw engineLost(parts);
	};
	return { attempt, reasons, kept: async () => files };
}

async function follow(script: Script, signal = new AbortController().signal) {
	const { attempt, reasons, kept } = attempts(script);
	const steps: number[] = [];
	let failed = false;
	try {
		for await (const { step } of acrossFaults(
			attempt,
			signal,
			kept,
		) as AsyncIterable<{
			step: number;
		}>)
			steps.push(step);
	} catch {
		failed = true;
	}
	return { steps, failed, reasons };
}

it("goes on after faults for as long as new steps come", async () => {
	const script = [[1], [1, 2], [2, 3], [3, 4], [4, 5], [5, 6, null]];
	const { steps, failed, reasons } = await follow(script);
	expect(failed).toBe(false);
	expect(steps.at(-1)).toBe(6);
	expect(reasons).toEqual([null, ...Array(5).fill("rank 1 was ended")]);
});

it("gives up after three attempts that came no further", async () => {
	expect(await follow([[1, 2], [1, 2], [], [2], [1, 2, 3]])).toMatchObject({
		...{ failed: true, steps: [1, 2, 1, 2, 2] },
	});
	expect((await follow([[], [], [], [1, null]])).failed).toBe(false);
	expect((await follow([[], [], [], []])).failed).toBe(true);
});

it("counts what a round keeps as coming further", async () => {
	const round = [["file"], ["file"], ["file", "file"], ["file"]] as const;
	const { steps, failed } = await follow([...round, [], [], [1, null]]);
	expect({ steps, failed }).toEqual({ steps: [1], failed: false });
	expect((await follow([...round, [], [], [], [1, null]])).failed).toBe(true);
});

it("does not begin again once it is to stop, nor after another error", async () => {
	expect((await follow([[1], [2, null]], AbortSignal.abort())).failed).toBe(
		true,
	);
	let count = 0;
	const attempt = async function* (): AsyncGenerator<RunEvent> {
		count++;
		yield stepEvent(1);
		throw new Error("another");
	};
	const { signal } = new AbortController();
	const run = acrossFaults(attempt, signal, async () => count);
	await run.next();
	await expect(run.next()).rejects.toThrow("another");
	expect(count).toBe(1);
});

it("the note says from where", () => {
	expect(faultNote("it died", 4)).toBe(
		"The processes of the engine were lost: it died. The run continues from the checkpoint of step 4, with new processes.",
	);
	expect(faultNote("it died", null)).toContain("begins again");
});
