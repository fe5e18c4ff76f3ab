import { readEvents } from "./event-log.ts";
import type { EvaluationEvent, RunEvent, StepEvent } from "./events.ts";
import { holderOf } from "./lock.ts";
import { eventsPath, type RunManifest, readManifest } from "./run-manifest.ts";

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
	/** In order; the first is the untouched base where step 0 was measured. */
	readonly evaluations: readonly EvaluationEvent[];
	readonly notes: readonly string[];
	/** Folder of the outcome, relative to the run. */
	readonly result: string | null;
}

function lastOf<K extends RunEvent["kind"]>(
	events: readonly RunEvent[],
	kind: K,
): Extract<RunEvent, { kind: K }> | null {
	const found = events.findLast((event) => event.kind === kind);
	return (found ?? null) as Extract<RunEvent, { kind: K }> | null;
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

/** Reads what became of a run, also of one under way. Throws `data`. */
export async function summariseRun(path: string): Promise<RunSummary> {
	const manifest = await readManifest(path);
	const held = (await holderOf(path)) !== null;
	const events = await eventsOf(path);
	const last = events.at(-1);
	const end = last?.kind === "end" ? last : null;
	const lastStep = lastOf(events, "step");
	const timed = events.findLast((event) => "cost" in event);
	return {
		path,
		manifest,
		state: held ? "running" : (end?.reason ?? "stopped"),
		error: end?.error ?? null,
		step: lastStep?.step ?? 0,
		seconds: timed !== undefined && "cost" in timed ? timed.cost.seconds : 0,
		lastStep,
		evaluations: events.filter((event) => event.kind === "evaluation"),
		notes: events
			.filter((event) => event.kind === "note")
			.map(({ text }) => text),
		result: end?.result ?? null,
	};
}
