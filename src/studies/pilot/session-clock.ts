import { existsSync } from "node:fs";
import { TemperError } from "../../core/error.ts";
import type { EvalResult } from "../../eval/eval-result.ts";
import { readJsonFile } from "../../formats/json/json-file.ts";
import type { PilotPaths } from "./pilot-folder.ts";
import { type Job, speedJob } from "./plan/job.ts";
import type { PilotPlan } from "./plan/pilot-state.ts";
import type {
	ArmSpeed,
	JobTime,
	MeasureSeconds,
	Timing,
} from "./plan/timing.ts";
import type { PilotTasks } from "./rows/pilot-tasks.ts";
import { AtWork } from "./work/at-work.ts";
import type { WorkProgress, WorkTime } from "./work/work-request.ts";

/** What has been measured of arms' speeds, by slug. Throws `data`. */
export async function readSpeeds(
	paths: PilotPaths,
	{ arms }: PilotPlan,
): Promise<Map<string, ArmSpeed>> {
	const speeds = new Map<string, ArmSpeed>();
	for (const { slug } of arms) {
		const path = paths.measure(speedJob(slug).id);
		if (existsSync(path)) speeds.set(slug, await readSpeed(path));
	}
	return speeds;
}

async function readSpeed(path: string): Promise<ArmSpeed> {
	const speed = (await readJsonFile(path, "data")) as Partial<ArmSpeed>;
	const { start, perStep, perRun, steps } = speed;
	const numbers = [start, perStep, perRun, steps];
	if (numbers.every((one) => typeof one === "number")) return speed as ArmSpeed;
	throw new TemperError("data", {
		where: path,
		expected: "the speed of an arm's steps",
		found: "something else",
		hint: "Remove the file: it is made again.",
	});
}

/** What measuring a model takes, by what it took of the base. */
export function measureSeconds(
	{ tasks }: EvalResult,
	{ test, tuning }: Pick<PilotTasks, "test" | "tuning">,
	tuningShare: number,
): MeasureSeconds {
	const own = tasks.filter(({ name }) => test.some((one) => one.name === name));
	const target = own.find(({ name }) => name === tuning.name);
	return {
		test: own.reduce((sum, { seconds }) => sum + seconds, 0),
		tuning: ((target?.seconds ?? 0) * tuningShare) / (1 - tuningShare),
	};
}

const now = () => performance.now() / 1000;

/** Keeps what a session's work takes, for what is planned by it. */
export class SessionClock {
	readonly #began = now();
	readonly #atWork = new AtWork();
	readonly #before: number;
	readonly #times: JobTime[];
	#speeds: ReadonlyMap<string, ArmSpeed> = new Map();
	#base: MeasureSeconds | null = null;

	/** `before`: seconds that earlier sessions worked on what is not finished yet. */
	constructor(before: number, times: readonly JobTime[]) {
		this.#before = before;
		this.#times = [...times];
	}

	set speeds(speeds: ReadonlyMap<string, ArmSpeed>) {
		this.#speeds = speeds;
	}

	set base(base: MeasureSeconds) {
		this.#base = base;
	}

	begin(job: Job): void {
		this.#atWork.begin(job, now());
	}

	hear(job: Job, progress: WorkProgress): void {
		this.#atWork.hear(job, progress, now());
	}

	/** Takes a job off that has ended. */
	end(job: Job): void {
		this.#atWork.end(job);
	}

	/** Remembers what a finished job took; null of a job that is no run's. */
	remember(job: Job, seconds: number, work: WorkTime | null): JobTime | null {
		if (job.kind !== "run" || work === null) return null;
		const { arm, measure } = job;
		const starting = Math.max(0, seconds - work.training - work.measuring);
		const time = { arm, measure, starting, ...work };
		this.#times.push(time);
		return time;
	}

	timing(seats: number): Timing {
		const time = now();
		return {
			...{ seats, times: this.#times, speeds: this.#speeds, base: this.#base },
			elapsed: this.#before + time - this.#began,
			busy: this.#atWork.busy(time),
		};
	}
}
