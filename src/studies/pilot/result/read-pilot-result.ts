import { TemperError } from "../../../core/error.ts";
import type { PilotRecipe } from "../../../recipes/parse-pilot.ts";
import { slugOf } from "../../../recipes/pilot-arms.ts";
import {
	type JournalEntry,
	readJournal,
	readMeasure,
} from "../pilot-folder.ts";
import type { PilotResult } from "../pilot-result.ts";
import type { Decision } from "../plan/advance.ts";
import { baseJob } from "../plan/job.ts";
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

/** What a pilot comes to, from what stands in its folder. Throws `data` without results of the base. */
export async function readPilotResult(
	pilot: PilotRecipe,
	{ folder, model, data, tasks, notes }: PreparedPilot,
	{ decisions, failures, steps }: ReadParts,
): Promise<PilotResult> {
	const { paths } = folder;
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
	const { seeds } = pilot;
	const names = new Map(pilot.arms.map(({ name }) => [slugOf(name), name]));
	const sources = { paths, seeds, decisions, failures, leashAxis, names };
	const arms: ArmMeasures[] = [];
	for (const arm of pilot.arms) arms.push(await gatherArm(arm, sources));
	const own = new Set(tasks.test.map(({ name }) => name));
	return buildResult({
		...{ pilot, arms, model, data, notes, steps },
		base: { ...base, tasks: base.tasks.filter(({ name }) => own.has(name)) },
		seconds: secondsWorked(await readJournal(paths.journal)),
	});
}

/** Seconds of all sessions, from the first to the last thing that each of them noted. */
function secondsWorked(journal: readonly JournalEntry[]): number {
	let total = 0;
	let began = 0;
	let last = 0;
	for (const { kind, at } of journal) {
		const time = Date.parse(at);
		if (kind === "session") {
			total += last - began;
			began = time;
		}
		last = time;
	}
	return (total + last - began) / 1000;
}
