import { expect, test } from "vitest";
import type { Crew } from "./crew.ts";
import type { JobMessage, JobRequest } from "./job-request.ts";
import { JobRunner } from "./job-runner.ts";

const job = { id: "a" };
const request = {
	kind: "time",
	stages: [],
	evaluations: null,
	out: "",
} as JobRequest;
const died = { kind: "failed", reason: "died", again: true } as const;
const lost = { ...died, lost: true } as const;

function at(share: number): JobMessage {
	const progress = { phase: "training", share, place: "", nll: null } as const;
	return { kind: "progress", progress };
}

/** Whether the job is tried again after each of the attempts, which send these messages. */
function tries(attempts: readonly (readonly JobMessage[])[]): boolean[] {
	let tell: (message: JobMessage) => void = () => {};
	const crew: Crew = {
		seats: () => 1,
		start(_, heard) {
			tell = heard;
			return { stop: () => {}, kill: () => {} };
		},
	};
	const runner = new JobRunner(crew, { push: () => {} });
	return attempts.map((messages) => {
		runner.start(job, request);
		for (const message of messages) tell(message);
		const last = messages.at(-1);
		return last?.kind === "failed" && runner.mayTryAgain(job, last);
	});
}

test("a worker that dies is given one more attempt, and lost machines do not use it up", () => {
	expect(tries([[died], [died]])).toEqual([true, false]);
	expect(tries([[lost], [died], [lost], [lost], [died]])).toEqual([
		...[true, true, true, true, false],
	]);
});

test("five losses in a row without progress end a job; progress beyond all before begins the count anew", () => {
	const losses = (count: number) => Array.from({ length: count }, () => [lost]);
	expect(tries(losses(5))).toEqual([true, true, true, true, false]);
	expect(tries([...losses(4), [at(0.1), lost], ...losses(4)])).toEqual([
		...[true, true, true, true, true, true, true, true, false],
	]);
	// What was trained before is trained again: no progress.
	const again = [at(0.1), lost];
	expect(tries([again, again, again, again, again])).toEqual([
		...[true, true, true, true, false],
	]);
});
