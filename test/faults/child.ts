import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { builtCli } from "../fixtures/built-cli.ts";
import { cacheOf, type Subject } from "./subject.ts";

const faults = fileURLToPath(new URL("disk-fault.mjs", import.meta.url));

/**
 * What happens at which change to the disk, from 1: the process dies in the middle of it, or the disk is full from then
 * on. Null: nothing, but the changes are counted.
 */
export interface DiskFault {
	readonly at: number | null;
	readonly how: "kill" | "full";
	/** Only changes to paths that hold this count. */
	readonly touching?: string;
	/** Only changes to paths that match this regular expression count. */
	readonly matching?: string;
}

export interface Outcome {
	/** Null where a signal ended the process. */
	readonly status: number | null;
	readonly output: string;
	readonly milliseconds: number;
}

/** How many changes to the disk a process made that was told to count them. */
export function changesOf({ output }: Outcome): number {
	return Number(/changes to the disk: (\d+)/.exec(output)?.[1]);
}

export interface ChildOptions {
	readonly fault?: DiskFault;
	/** Told of the process as it starts; kills it when it likes. */
	readonly watch?: (child: ChildProcess) => void;
	/** Runs the command under this shell line, which ends in `"$@"`. */
	readonly shell?: string;
	/** More options of Node. */
	readonly argv?: readonly string[];
	/** More variables of the process. */
	readonly env?: Readonly<Record<string, string>>;
}

/** What a person would type: the recipe again where the run was not even made, else `runs resume`. */
function commandFor(subject: Subject, run: string): string[] {
	return ["manifest.json", "stages.json"].some((name) =>
		existsSync(join(run, name)),
	)
		? ["runs", "resume", run]
		: ["train", subject.recipe, "--out", run];
}

/** Begins a run or goes on with it, as a process of its own. */
export function runChild(
	subject: Subject,
	run: string,
	{ fault, watch, shell, argv: options = [], env }: ChildOptions = {},
): Promise<Outcome> {
	const preload = fault ? ["--import", faults] : [];
	const command = [builtCli(), ...commandFor(subject, run)];
	const argv = [...options, ...preload, ...command];
	const began = performance.now();
	const [program, ...args] =
		shell === undefined
			? [process.execPath, ...argv]
			: ["sh", "-c", shell, "sh", process.execPath, ...argv];
	const child = spawn(program as string, args, {
		env: {
			...process.env,
			XDG_CACHE_HOME: cacheOf(run),
			...(fault && { DISK_FAULT: JSON.stringify(fault) }),
			...env,
		},
		stdio: ["ignore", "pipe", "pipe"],
	});
	let output = "";
	for (const stream of [child.stdout, child.stderr])
		stream?.on("data", (bytes: Buffer) => {
			output += bytes.toString();
		});
	watch?.(child);
	return new Promise((resolve, reject) => {
		child.on("error", reject);
		child.on("close", (status) =>
			resolve({ status, output, milliseconds: performance.now() - began }),
		);
	});
}
