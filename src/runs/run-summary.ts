import { readEvents } from "./event-log.ts";
import {
	type AlarmEvent,
	type ColdStartEvent,
	type EvaluationEvent,
	isTimed,
	type LeashEvent,
	type ResultName,
	type RoundEvent,
	type RunEvent,
	type SamplesEvent,
	type ScoresEvent,
	type StepEvent,
	type UnitsEvent,
} from "./events.ts";
import { holderOf } from "./folder/lock.ts";
import {
	eventsPath,
	type RunManifest,
	readManifest,
} from "./folder/run-manifest.ts";

/** `stopped`: its process is gone and said no goodbye; it can be resumed, as can `interrupted` and `failed`. */
export type RunState =
	| "running"
	| "finished"
	| "interrupted"
	| "failed"
	| "stopped";

export interface RunSummary {
	readonly path: string;
	readonly manifest: RunManifest;
	readonly state: RunState;
	/** The sentence of the error, of a failed run. */
	readonly error: string | null;
	/** Steps done. */
	readonly step: number;
	/** Seconds of work, over all sessions. */
	readonly seconds: number;
	readonly lastStep: StepEvent | null;
	/** Training answers on which the evaluations measure m_theta, `file:line` each, in the order of their `answerDeltas`. */
	readonly answers: readonly string[];
	/** In order; the first is the untouched base if step 0 was measured. */
	readonly evaluations: readonly EvaluationEvent[];
	readonly notes: readonly string[];
	readonly alarms: readonly AlarmEvent[];
	/** Null if the objective learns no preferences, and in runs of earlier versions. */
	readonly coldStart: ColdStartEvent | null;
	/** Null if the objective is SFT, or no step was taken. */
	readonly units: UnitsEvent | null;
	/** What each round sampled, and what it did; empty if a run has no rounds. */
	readonly samples: readonly SamplesEvent[];
	readonly rounds: readonly RoundEvent[];
	/** Scores in the tasks that the recipe watches; empty without any. */
	readonly scores: readonly ScoresEvent[];
	/** Measures of a leash; empty without one. */
	readonly leash: readonly LeashEvent[];
	/** Folder of the outcome, relative to the run. */
	readonly result: ResultName | null;
}

function allOf<K extends RunEvent["kind"]>(
	events: readonly RunEvent[],
	kind: K,
): Extract<RunEvent, { kind: K }>[] {
	return events.filter((event) => event.kind === kind) as Extract<
		RunEvent,
		{ kind: K }
	>[];
}

function lastOf<K extends RunEvent["kind"]>(
	events: readonly RunEvent[],
	kind: K,
): Extract<RunEvent, { kind: K }> | null {
	return allOf(events, kind).at(-1) ?? null;
}

/** A run that was killed before its first event has no file of them. */
async function eventsOf(path: string): Promise<RunEvent[]> {
	try {
		return await readEvents(eventsPath(path));
	} catch (error) {
		const { cause } = error as { cause?: NodeJS.ErrnoException };
		if (cause?.code === "ENOENT") return [];
		throw error;
	}
}

/** Reads the state of a run, also of one that is still running. Throws `data`. */
export async function summariseRun(path: string): Promise<RunSummary> {
	const manifest = await readManifest(path);
	const held = (await holderOf(path)) !== null;
	const events = await eventsOf(path);
	const last = events.at(-1);
	const end = last?.kind === "end" ? last : null;
	const lastStep = lastOf(events, "step");
	const timed = events.findLast(isTimed);
	return {
		path,
		manifest,
		state: held ? "running" : (end?.reason ?? "stopped"),
		error: end?.error ?? null,
		step: lastStep?.step ?? 0,
		seconds: timed?.cost.seconds ?? 0,
		lastStep,
		answers: lastOf(events, "answers")?.rows ?? [],
		evaluations: allOf(events, "evaluation"),
		notes: allOf(events, "note").map(({ text }) => text),
		alarms: allOf(events, "alarm"),
		coldStart: lastOf(events, "cold-start"),
		units: lastOf(events, "units"),
		samples: allOf(events, "samples"),
		rounds: allOf(events, "round"),
		scores: allOf(events, "scores"),
		leash: allOf(events, "leash"),
		result: end?.result ?? null,
	};
}
