import { TemperError } from "../../../core/error.ts";
import type { Task } from "../../../eval/task/task.ts";
import { modelFolder } from "../../../recipes/locate/model-folder.ts";
import type { PilotRecipe } from "../../../recipes/parse/parse-pilot.ts";
import { slugOf } from "../../../recipes/pilot-arms.ts";
import { readJournal, secondsWorked } from "../../journal.ts";
import { readMeasure } from "../../study-folder.ts";
import type { BaseModel } from "../arms/arm-bases.ts";
import type { PilotNote } from "../pilot-note.ts";
import type { PilotPaths } from "../pilot-paths.ts";
import type { PilotResult } from "../pilot-result.ts";
import { seedsOf } from "../plan/open-work.ts";
import type { Decision } from "../plan/pilot-state.ts";
import type { PreparedPilot } from "../prepare-pilot.ts";
import { type ArmMeasures, counting, gatherArm } from "./arm-result.ts";
import type { MeasuredBase } from "./base-group.ts";
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
	prepared: PreparedPilot,
	{ decisions, failures, steps }: ReadParts,
): Promise<PilotResult> {
	const { paths, bases, data, tasks, probe, notes, inputs, plan } = prepared;
	const general = tasks.test.find(({ axis }) => axis === "general");
	const leashAxis = `${general?.name ?? "general"} KL`;
	const seeds = seedsOf(pilot, decisions);
	const names = new Map(pilot.arms.map(({ name }) => [slugOf(name), name]));
	const sources = {
		...{ paths, seeds, decisions, failures, leashAxis, names },
		...{ inputs, steps, plan, bases },
		...{ model: modelFolder(pilot.model), tests: tasks.test },
	};
	const arms: ArmMeasures[] = [];
	for (const arm of pilot.arms) arms.push(await gatherArm(arm, sources));
	const measured = (model: BaseModel) => readBase(paths, model, tasks.test);
	const others: MeasuredBase[] = [];
	for (const model of bases.others) others.push(await measured(model));
	const seconds = secondsWorked(await readJournal(paths));
	return buildResult({
		...{ pilot, arms, data, steps, probe },
		notes: [...notes, ...timeNotes(pilot, decisions, seconds)],
		bases: [await measured(bases.main), ...others],
		seconds,
	});
}

/** What a base model has in the tasks that count. */
async function readBase(
	paths: PilotPaths,
	model: BaseModel,
	tasks: readonly Task[],
): Promise<MeasuredBase> {
	const result = await readMeasure(paths, model.job.id);
	if (result === null)
		throw new TemperError("data", {
			where: paths.measure(model.job.id),
			expected: `the results of the base ${model.name}`,
			found: "none",
			hint: "Run the same command again: they are made again.",
		});
	const { name, hash } = model;
	const counted = counting(result, tasks);
	return { model: { name, hash }, result: counted, whole: result };
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
