import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

export interface TrainCommand {
	readonly model: string;
	readonly data: string;
	/** As `temper train --set` takes them. */
	readonly settings: readonly string[];
}

/**
 * `temper train` in a process of its own, so that no run inherits another's memory. A finished run is left as it is, an
 * unfinished one goes on.
 */
export function trainRun(
	run: string,
	{ model, data, settings }: TrainCommand,
): Promise<void> {
	const made = ["adapter", "model"].map((name) => join(run, name));
	if (made.some(existsSync)) return Promise.resolve();
	const args = existsSync(run)
		? ["runs", "resume", run]
		: [
				...["train", "--model", model, "--data", data, "--out", run],
				...settings.flatMap((one) => ["--set", one]),
			];
	const options = ["--conditions=source", "--import", "tsx"];
	const child = spawn(
		process.execPath,
		[...options, "src/cli/main.ts", ...args],
		{ stdio: ["ignore", "ignore", "inherit"] },
	);
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("exit", (status) => {
			if (status === 0) resolve();
			else reject(new Error(`${run} ended with ${status}`));
		});
	});
}

/** Tasks in their order, as many side by side as there are seats. */
export async function sideBySide(
	seats: number,
	tasks: readonly (() => Promise<void>)[],
): Promise<void> {
	const waiting = [...tasks];
	const seat = async () => {
		for (let task = waiting.shift(); task; task = waiting.shift()) await task();
	};
	await Promise.all(Array.from({ length: seats }, seat));
}
