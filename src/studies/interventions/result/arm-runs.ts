import type { EvalResult, TaskResult } from "../../../eval/eval-result.ts";
import { type QuestionRole, questionRoles } from "../../../eval/task/task.ts";
import { mean } from "../../../stats/mean.ts";
import type { Units } from "../../../stats/unit.ts";
import type { EndedStudy } from "../../study.ts";
import type { GroupsDecision } from "../groups/choose-groups.ts";
import type { InterventionArm } from "../intervention-result.ts";
import { trainedAs } from "../plan/arms.ts";
import { runJob } from "../plan/job.ts";
import type { InterventionTypes } from "../plan/state.ts";
import { fewShotName } from "../tasks.ts";
import type { RunPoint } from "./partial-over-runs.ts";
import {
	accuracyUnits,
	type Measures,
	type RoleUnits,
	roleUnits,
} from "./role-units.ts";

/** The base in the tasks of a role, with examples in the prompt and without. */
export interface BaseUnits {
	readonly role: QuestionRole;
	readonly tasks: readonly TaskResult[];
	readonly fewShot: Units;
	readonly zeroShot: Units;
}

/** A finished run of an arm. */
export interface ArmRun {
	readonly seed: number;
	readonly result: EvalResult;
	readonly units: ReadonlyMap<QuestionRole, RoleUnits>;
}

const inRole = (tasks: readonly TaskResult[], role: QuestionRole) =>
	tasks.filter((task) => task.role === role);

/** The base by role; a role without a task is left out. `names`: the tasks without examples. */
export function basesOf(
	tasks: readonly TaskResult[],
	names: readonly string[],
): BaseUnits[] {
	return questionRoles.flatMap((role) => {
		const own = inRole(tasks, role);
		const named = (wanted: readonly string[]) =>
			wanted.flatMap((name) => own.find((task) => task.name === name) ?? []);
		const fewShot = named(names.map(fewShotName));
		const zeroShot = named(names);
		if (zeroShot.length === 0) return [];
		return {
			...{ role, tasks: fewShot, fewShot: accuracyUnits(fewShot) },
			zeroShot: accuracyUnits(zeroShot),
		};
	});
}

export interface RunSource {
	readonly groups: GroupsDecision;
	readonly rate: number;
	readonly seeds: readonly number[];
	readonly bases: readonly BaseUnits[];
	readonly measures: Measures;
	readonly done: EndedStudy<InterventionTypes>["done"];
}

/** The finished runs of each arm, seed by seed; arms with the same rows have the same runs. */
export function armRuns({
	groups,
	rate,
	seeds,
	bases,
	measures,
	done,
}: RunSource): (arm: InterventionArm) => readonly ArmRun[] {
	const known = new Map<string, ArmRun>();
	return (arm) =>
		seeds.flatMap((seed) => {
			const { id } = runJob(trainedAs(arm, groups), rate, seed, "test");
			const reading = done.get(id);
			if (reading?.kind !== "measured") return [];
			const { result } = reading;
			const run = known.get(id) ?? {
				...{ seed, result },
				units: new Map(
					bases.map(({ role, tasks }) => [
						role,
						roleUnits(inRole(result.tasks, role), tasks, measures),
					]),
				),
			};
			known.set(id, run);
			return run;
		});
}

/** What a run adds to the correlation over runs: one point for each role. */
export function pointsOf(
	{ units }: ArmRun,
	bases: readonly BaseUnits[],
): RunPoint[] {
	return bases.flatMap(({ role, fewShot }) => {
		const own = units.get(role);
		const values = own && {
			consistency: meanOf(own.rankCorrelation),
			accuracy: meanOf(own.accuracy),
			baseAccuracy: meanOf(fewShot),
		};
		return values !== undefined && isPoint(values) ? [values] : [];
	});
}

function isPoint(
	point: Readonly<Record<keyof RunPoint, number | null>>,
): point is RunPoint {
	return Object.values(point).every((value) => value !== null);
}

function meanOf(units: Units): number | null {
	return mean([...units.values()].map(({ sum, weight }) => sum / weight));
}
