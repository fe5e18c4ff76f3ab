import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ChildOptions, type Outcome, runChild } from "./child.ts";
import { type RunContents, readRun } from "./inspect-run.ts";
import { type Subject, writeSubject } from "./subject.ts";

const timeout = 300_000;
let folder: string;
let subject: Subject;
let whole: RunContents;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "temper-memory-"));
	subject = await writeSubject(folder, "sft by adapters in two sessions");
	const { status, output } = await runChild(subject, join(folder, "whole"));
	expect({ status, output }).toMatchObject({ status: 0 });
	whole = await readRun(join(folder, "whole"));
}, timeout);
afterAll(() => rmSync(folder, { recursive: true, force: true }), timeout);

const preload = fileURLToPath(new URL("memory-fault.mjs", import.meta.url));

/** In the first run of a session after the first checkpoint. */
function fault(
	run: string,
	how: "allocation" | "heap" | "process",
): ChildOptions {
	const after = join(run, "checkpoints", "step-2");
	return {
		env: { MEMORY_FAULT: JSON.stringify({ after, how }) },
		argv: ["--import", preload, "--max-old-space-size=128"],
	};
}

/** Nothing is lost: what stood on disk stays, and the run goes on from there. */
async function expectRecovery(run: string): Promise<void> {
	const { checkpoints } = await readRun(run);
	expect(Object.keys(checkpoints)).toContain("2");
	const { status, output } = await runChild(subject, run);
	expect({ status, output }).toMatchObject({ status: 0 });
	expect(output).not.toMatch(/step 1 /);
	expect(await readRun(run)).toEqual(whole);
}

const sentences = {
	allocation: "Failed to allocate memory for requested buffer of size 4096.",
	heap: "Worker terminated due to reaching memory limit: JS heap out of memory.",
};

test.each(["allocation", "heap"] as const)(
	"memory that runs out in a session's thread ends the run in a sentence: %s",
	{
		timeout,
	},
	async (how) => {
		const run = join(folder, how);
		const { status, output }: Outcome = await runChild(
			subject,
			run,
			fault(run, how),
		);
		expect({ status, output }).toMatchObject({ status: 2 });
		expect(output).toContain(
			`error: device cpu: expected memory for a micro-batch, found ${sentences[how]}`,
		);
		expect(output).toContain("The checkpoint of step 2 is whole.");
		expect(output).not.toMatch(/bug in temper|^\s+at /m);
		await expectRecovery(run);
	},
);

test("a process that the system ends for want of memory loses no checkpoint", {
	timeout,
}, async () => {
	const run = join(folder, "process");
	const { status } = await runChild(subject, run, fault(run, "process"));
	expect(status).toBeNull();
	await expectRecovery(run);
});
