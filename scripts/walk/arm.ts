import { pilot } from "../../src/studies/pilot/pilot.ts";
import {
	fakePilot,
	fakeWorkers,
} from "../../src/studies/pilot/testing/fake-workers.ts";
import type { Walk, Walker } from "./walk.ts";

/** The job of an arm that is walked, from 1: all that only the first one does is left out. */
const walked = 2;

/**
 * One job of a pilot's arm in the session that hands it out: from the event of its start to that of its end. Its worker is a
 * stand-in that leaves a result; what a worker does is a step of training and a question of an evaluation.
 */
export async function walkArm(walker: Walker): Promise<Record<string, Walk>> {
	const walks: Record<string, Walk> = {};
	const workers = fakeWorkers();
	let begun = 0;
	let job: string | null = null;
	for await (const event of pilot(fakePilot(), { parallel: 1, ...workers })) {
		if (event.kind === "job-started" && event.job.kind === "run") {
			if (++begun !== walked) continue;
			job = event.job.id;
			walker.begin();
		}
		if (event.kind === "job-finished" && event.job.id === job)
			walks["a job of an arm"] = walker.soFar();
	}
	return walks;
}
