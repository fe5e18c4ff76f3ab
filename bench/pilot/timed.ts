import { spawnSync } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import { busySeconds } from "../processors.ts";
import type { Checkout } from "./checkout.ts";
import { here } from "./checkout.ts";

/** A smaller pilot; null: as the quickstart has it. */
export interface PilotSize {
	readonly steps: number | null;
	readonly seeds: number | null;
	readonly arms: number | null;
	readonly rates: number | null;
}

export interface PilotPlace {
	/** Holds the rows, and the caches, which are empty before each pilot. */
	readonly work: string;
	readonly out: string;
	readonly size: PilotSize;
}

/** What a pilot took. */
export interface Timed {
	readonly seconds: number;
	/** Of the pilot and all its processes. */
	readonly processor: number;
	/** Share of the processors that other programs used meanwhile. */
	readonly others: number;
}

/** Runs the pilot of the quickstart. Throws if it fails. */
export function runPilot(
	{ cli }: Checkout,
	{ work, out, size }: PilotPlace,
): Timed {
	const file = writePilot(cli, work, size);
	const cache = `${out}-cache`;
	rmSync(cache, { recursive: true, force: true });
	mkdirSync(cache, { recursive: true });
	const busy = busySeconds();
	const began = performance.now();
	// The shell counts the processor time of grandchildren too.
	const { status, stderr } = spawnSync(
		"bash",
		[
			"-c",
			'time "$@"',
			"pilot",
			process.execPath,
			cli,
			"pilot",
			file,
			"--out",
			out,
		],
		{
			env: {
				...process.env,
				TIMEFORMAT: "processor %U %S",
				XDG_CACHE_HOME: cache,
			},
			encoding: "utf8",
			stdio: ["ignore", "ignore", "pipe"],
		},
	);
	const seconds = (performance.now() - began) / 1000;
	const [, user = "", system = ""] =
		/processor ([\d.]+) ([\d.]+)\s*$/.exec(stderr) ?? [];
	if (status !== 0) throw new Error(`the pilot failed:\n${stderr}`);
	const processor = Number(user) + Number(system);
	const others = busySeconds() - busy - processor;
	return {
		...{ seconds, processor },
		others: Math.max(0, others / (seconds * os.availableParallelism())),
	};
}

/** The quickstart's pilot on rows that are made once, so that all pilots read the same files. */
function writePilot(
	cli: string,
	work: string,
	{ steps, seeds, arms, rates }: PilotSize,
): string {
	const world = path.join(work, "runs/world");
	if (!existsSync(world)) {
		const made = spawnSync(process.execPath, [cli, "lab", world]);
		if (made.status !== 0) throw new Error(`temper-lm lab: ${made.stderr}`);
	}
	const source = path.join(here, "examples/pilot.yaml");
	const recipe = parse(readFileSync(source, "utf8"));
	const file = path.join(work, "pilots", "pilot.yaml");
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(
		file,
		stringify({
			...recipe,
			model: path.join(here, "models/lab"),
			...(steps !== null && { budget: { steps } }),
			...(seeds !== null && { seeds }),
			...(arms !== null && { arms: recipe.arms.slice(0, arms) }),
			...(rates !== null && {
				learningRates: recipe.learningRates.slice(0, rates),
			}),
		}),
	);
	return file;
}
