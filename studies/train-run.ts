import { existsSync } from "node:fs";
import { join } from "node:path";
import { temper } from "./temper.ts";

export interface TrainCommand {
	readonly model: string;
	readonly data: string;
	/** As `npx temper-lm train --set` takes them. */
	readonly settings: readonly string[];
}

/** `npx temper-lm train`. A finished run is left as it is, an unfinished one goes on. */
export async function trainRun(
	run: string,
	{ model, data, settings }: TrainCommand,
): Promise<void> {
	const made = ["adapter", "model"].map((name) => join(run, name));
	if (made.some(existsSync)) return;
	await temper(
		existsSync(join(run, "manifest.json"))
			? ["runs", "resume", run]
			: [
					...["train", "--model", model, "--data", data, "--out", run],
					...settings.flatMap((one) => ["--set", one]),
				],
	);
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
