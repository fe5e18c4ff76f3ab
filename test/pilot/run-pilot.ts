import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JournalEntry } from "../../src/studies/journal.ts";
import type { PilotResult } from "../../src/studies/pilot/pilot-result.ts";
import { builtCli } from "../fixtures/built-cli.ts";
import type { TinyPilot } from "./tiny-pilot.ts";

export interface Outcome {
	/** Null where a signal ended the process. */
	readonly status: number | null;
	readonly output: string;
}

/** Runs the compiled command line as a person would. `watch` is told of the process as it starts. */
export function runCli(
	args: readonly string[],
	watch: (child: ChildProcess) => void = () => {},
): Promise<Outcome> {
	const child = spawn(process.execPath, [builtCli(), ...args], {
		stdio: ["ignore", "pipe", "pipe"],
	});
	let output = "";
	for (const stream of [child.stdout, child.stderr])
		stream?.on("data", (bytes: Buffer) => {
			output += bytes.toString();
		});
	watch(child);
	return new Promise((resolve, reject) => {
		child.on("error", reject);
		child.on("close", (status) => resolve({ status, output }));
	});
}

export function runPilot(
	{ file, out }: TinyPilot,
	watch?: (child: ChildProcess) => void,
	more: readonly string[] = [],
): Promise<Outcome> {
	const args = ["pilot", file, "--out", out, "--parallel", "2", ...more];
	return runCli(args, watch);
}

export function journalOf({ out }: TinyPilot): JournalEntry[] {
	const path = join(out, "pilot.jsonl");
	if (!existsSync(path)) return [];
	const text = readFileSync(path, "utf8");
	const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
	return lines.slice(0, -1).map((line) => JSON.parse(line) as JournalEntry);
}

export function resultOf({ out }: TinyPilot): PilotResult {
	const text = readFileSync(join(out, "report.json"), "utf8");
	return JSON.parse(text) as PilotResult;
}

/** A result without what depends on the clock: equal for a pilot and for its twin that was killed. */
export function timeless(result: PilotResult): unknown {
	return {
		...{ ...result, created: "", seconds: 0 },
		arms: result.arms.map((arm) => ({
			...arm,
			runs: arm.runs.map((run) => ({ ...run, seconds: 0, memoryBytes: 0 })),
		})),
	};
}
