import { existsSync } from "node:fs";
import { TemperError } from "../../core/error.ts";
import type { EvalResult } from "../../eval/eval-result.ts";
import { readJsonFile } from "../../formats/json/json-file.ts";
import type { RunSpeed } from "../jobs/job-request.ts";
import type { PilotPaths } from "./pilot-paths.ts";
import { speedJob } from "./plan/job.ts";
import type { PilotPlan } from "./plan/pilot-state.ts";
import type { MeasureSeconds } from "./plan/timing.ts";
import type { PilotTasks } from "./rows/pilot-tasks.ts";

/** What has been measured of arms' speeds, by slug. Throws `data`. */
export async function readSpeeds(
	paths: PilotPaths,
	{ arms }: PilotPlan,
): Promise<Map<string, RunSpeed>> {
	const speeds = new Map<string, RunSpeed>();
	for (const { slug } of arms) {
		const path = paths.measure(speedJob(slug).id);
		if (existsSync(path)) speeds.set(slug, await readSpeed(path));
	}
	return speeds;
}

/** What a few steps of an arm took. Throws `data`. */
export async function readSpeed(path: string): Promise<RunSpeed> {
	const speed = (await readJsonFile(path, "data")) as Partial<RunSpeed>;
	const { start, perStep, perRun, steps } = speed;
	const numbers = [start, perStep, perRun, steps];
	if (numbers.every((one) => typeof one === "number")) return speed as RunSpeed;
	throw new TemperError("data", {
		where: path,
		expected: "the speed of an arm's steps",
		found: "something else",
		hint: "Remove the file: it is made again.",
	});
}

/** What measuring a model takes, by what it took for the base. */
export function measureSeconds(
	{ tasks }: EvalResult,
	{ test, tuning, diagnosed = [] }: PilotTasks,
	tuningShare: number,
): MeasureSeconds {
	const names = new Set([...test, ...diagnosed].map(({ name }) => name));
	const own = tasks.filter(({ name }) => names.has(name));
	const target = own.find(({ name }) => name === tuning.name);
	return {
		test: own.reduce((sum, { seconds }) => sum + seconds, 0),
		tuning: ((target?.seconds ?? 0) * tuningShare) / (1 - tuningShare),
	};
}
