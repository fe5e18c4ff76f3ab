import { TemperError } from "../../../core/error.ts";
import { diagnose } from "../../../diagnose/change/diagnose.ts";
import {
	type Cause,
	type Change,
	changes,
	type TunedDiagnosis,
} from "../../../diagnose/change/diagnosis.ts";
import type { EvalResult, TaskResult } from "../../../eval/eval-result.ts";
import type { Estimate } from "../../../stats/estimate.ts";
import { meanOfMeasures } from "../../../stats/over-runs.ts";
import { within } from "../../../stats/within.ts";
import type { PilotNote } from "../pilot-note.ts";
import type { PilotDiagnosis } from "../pilot-result.ts";
import type { PilotProbe } from "./read-probe.ts";

/** A finished run of an arm with everything that it was measured in. */
export interface WholeRun {
	readonly seed: number;
	readonly result: EvalResult;
}

/** The arm that is diagnosed, and what it is measured from. */
export interface Diagnosed {
	readonly arm: string;
	readonly runs: readonly WholeRun[];
	readonly base: { readonly hash: string; readonly result: EvalResult };
}

type Shares = Readonly<Record<Change, Estimate>>;

/**
 * What tuning changed in the questions of a probe, over the runs of an arm: each run is diagnosed by itself, together with
 * the tasks that must not get worse. The judgements of the probe are used only if it was made of the arm's base. A note
 * instead if nothing could be diagnosed.
 */
export function diagnoseArm(
	{ task, items, model, name }: PilotProbe,
	{ arm, runs, base }: Diagnosed,
): { readonly diagnosis: PilotDiagnosis | null; readonly notes: PilotNote[] } {
	const judged = model !== null && model === base.hash;
	const asked = askedIn(base.result, task.name);
	try {
		const found = runs.map(({ seed, result }) => {
			const { subject: _, ...own } = diagnose({
				subject: result.subject,
				base: { asked },
				tuned: askedIn(result, task.name),
				probe: judged ? items : [],
			});
			return { seed, ...own };
		});
		if (found.length === 0) return { diagnosis: null, notes: [] };
		const diagnosis: PilotDiagnosis = {
			...{ arm, probe: name, judged },
			questions: questionsIn(found, task.name),
			shares: sharesOver(found.map(({ shares }) => shares)),
			cause: mostFrequent(found.map(({ cause }) => cause)),
			runs: found,
		};
		return { diagnosis, notes: [] };
	} catch (error) {
		if (!(error instanceof TemperError) || error.code === "internal")
			throw error;
		const reason = error.message;
		return { diagnosis: null, notes: [{ kind: "not-diagnosed", arm, reason }] };
	}
}

/** The questions of the probe, and what must not get worse: questions of targets would be counted among the shares. */
function askedIn({ tasks }: EvalResult, probe: string): TaskResult[] {
	return tasks.filter(
		({ name, axis }) =>
			name === probe || axis === "retention" || axis === "general",
	);
}

function questionsIn(
	[first]: readonly Pick<TunedDiagnosis, "tasks">[],
	probe: string,
): number {
	return first?.tasks.find(({ name }) => name === probe)?.questions ?? 0;
}

/** Means over runs, with intervals over questions and seeds; null if a run has no shares. */
function sharesOver(runs: readonly (Shares | null)[]): Shares | null {
	const found = runs.filter((one) => one !== null);
	if (found.length < runs.length) return null;
	const means = changes.flatMap((change) => {
		const mean = meanOfMeasures(found.map((shares) => shares[change]));
		return mean === null ? [] : [[change, within(0, mean, 1)] as const];
	});
	return means.length < changes.length
		? null
		: (Object.fromEntries(means) as Record<Change, Estimate>);
}

/** The cause that most runs have; unclear if two are equally frequent. */
function mostFrequent(all: readonly Cause[]): Cause {
	const counts = new Map<Cause, number>();
	for (const cause of all) counts.set(cause, (counts.get(cause) ?? 0) + 1);
	const [first, second] = [...counts].toSorted(([, a], [, b]) => b - a);
	if (first === undefined || first[1] === second?.[1]) return "unclear";
	return first[0];
}
