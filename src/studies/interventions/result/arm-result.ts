import type { QuestionRole } from "../../../eval/task/task.ts";
import type { Estimate } from "../../../stats/estimate.ts";
import { meanOfMeasures, meanOverRuns } from "../../../stats/over-runs.ts";
import { pairedDifference } from "../../../stats/paired/paired-difference.ts";
import type { Units } from "../../../stats/unit.ts";
import { deviationMeasures } from "../../measures/axis-scores.ts";
import { finite } from "../../measures/run-values.ts";
import type {
	InterventionArm,
	InterventionArmResult,
	InterventionScores,
} from "../intervention-result.ts";
import { armName, armRows, trainedAs } from "../plan/arms.ts";
import { runJob } from "../plan/job.ts";
import type { ArmRun, BaseUnits, RunSource } from "./arm-runs.ts";
import type { RoleUnits } from "./role-units.ts";

/** An arm over its finished runs. `failures`: why jobs failed, by id. */
export function armResult(
	arm: InterventionArm,
	runs: readonly ArmRun[],
	{ groups, rate, seeds, bases }: RunSource,
	failures: ReadonlyMap<string, string>,
): InterventionArmResult {
	const failed = seeds.flatMap((seed) => {
		const { id } = runJob(trainedAs(arm, groups), rate, seed, "test");
		const reason = failures.get(id);
		return reason === undefined ? [] : [[String(seed), reason] as const];
	});
	return {
		...{ name: armName(arm), arm, rows: armRows(arm, groups).length },
		seeds: runs.map(({ seed }) => seed),
		scores: Object.fromEntries(
			bases.map((base) => [base.role, scoresOf(runs, base)]),
		),
		kl: klOf(runs),
		failures: Object.fromEntries(failed),
	};
}

function scoresOf(
	runs: readonly ArmRun[],
	{ role, zeroShot }: BaseUnits,
): InterventionScores {
	const own = runs.flatMap(({ units }) => units.get(role) ?? []);
	const all = (key: keyof RoleUnits) => own.map((units) => units[key]);
	return {
		accuracy: finite(meanOverRuns(all("accuracy"), "share")),
		gain: finite(pairedDifference(zeroShot, all("accuracy"), "share")),
		rankCorrelation: openMean(all("rankCorrelation")),
		optionKl: openMean(all("optionKl")),
		entropy: openMean(all("entropy")),
	};
}

const openMean = (runs: readonly Units[]): Estimate | null =>
	finite(meanOverRuns(runs, "open"));

/** General KL(base || tuned). */
function klOf(runs: readonly ArmRun[]): Estimate | null {
	const measures = runs.flatMap(({ result }) => {
		const [first] = result.tasks.flatMap(deviationMeasures);
		return first === undefined ? [] : [first.value];
	});
	return finite(meanOfMeasures(measures));
}

/** Accuracies of runs, by seed. */
export function accuraciesOf(
	runs: readonly ArmRun[],
	role: QuestionRole,
): Map<number, Units> {
	return new Map(
		runs.flatMap(({ seed, units }) => {
			const own = units.get(role);
			return own === undefined ? [] : [[seed, own.accuracy] as const];
		}),
	);
}
