import { TemperError } from "../../../core/error.ts";
import type { PilotRecipe } from "../../../recipes/parse/parse-pilot.ts";
import { slugOf } from "../../../recipes/pilot-arms.ts";
import { readJournal, secondsWorked } from "../../journal.ts";
import { readMeasure } from "../../study-folder.ts";
import type { PilotNote } from "../pilot-note.ts";
import type { PilotResult } from "../pilot-result.ts";
import { baseJob } from "../plan/job.ts";
import { seedsOf } from "../plan/open-work.ts";
import type { Decision } from "../plan/pilot-state.ts";
import type { PreparedPilot } from "../prepare-pilot.ts";
import { type ArmMeasures, gatherArm } from "./arm-result.ts";
import { buildResult } from "./build-result.ts";

export interface ReadParts {
	readonly decisions: readonly Decision[];
	/** Why jobs failed, by id. */
	readonly failures: ReadonlyMap<string, string>;
	/** Steps of a run; null: as its recipe says. */
	readonly steps: number | null;
}

/** The result of a pilot, from its folder. Throws `data` without results of the base. */
export async function readPilotResult(
	pilot: PilotRecipe,
	{ paths, model, data, tasks, notes, inputs, plan }: PreparedPilot,
	{ decisions, failures, steps }: ReadParts,
): Promise<PilotResult> {
	const base = await readMeasure(paths, baseJob.id);
	if (base === null)
		throw new TemperError("data", {
			where: paths.measure(baseJob.id),
			expected: "the results of the base",
			found: "none",
			hint: "Run the same command again: they are made again.",
		});
	const general = tasks.test.find(({ axis }) => axis === "general");
	const leashAxis = `${general?.name ?? "general"} KL`;
	const seeds = seedsOf(pilot, decisions);
	const names = new Map(pilot.arms.map(({ name }) => [slugOf(name), name]));
	const sources = {
		...{ paths, seeds, decisions, failures, leashAxis, names },
		...{ inputs, steps, plan },
	};
	const arms: ArmMeasures[] = [];
	for (const arm of pilot.arms) arms.push(await gatherArm(arm, sources));
	const own = new Set(tasks.test.map(({ name }) => name));
	const seconds = secondsWorked(await readJournal(paths));
	return buildResult({
		...{ pilot, arms, model, data, steps },
		notes: [...notes, ...timeNotes(pilot, decisions, seconds)],
		base: { ...base, tasks: base.tasks.filter(({ name }) => own.has(name)) },
		seconds,
	});
}

/** That seeds were left out for want of time, and that the time was exceeded all the same. */
function timeNotes(
	{ budget }: PilotRecipe,
	decisions: readonly Decision[],
	took: number,
): PilotNote[] {
	if (budget === null || !("minutes" in budget)) return [];
	const limit = 60 * budget.minutes;
	const left = decisions.flatMap((one) =>
		one.kind === "seeds"
			? [{ kind: "seeds-left-out", seeds: one.left, limit } as const]
			: [],
	);
	const late = took > limit;
	return [...left, ...(late ? [{ kind: "late", limit, took } as const] : [])];
}
