import { TemperError } from "../../../core/error.ts";
import type { InterveneRecipe } from "../../../recipes/parse/parse-intervene.ts";
import { describeVersions } from "../../../runs/machine.ts";
import { meanOverRuns } from "../../../stats/over-runs.ts";
import { finite } from "../../measures/run-values.ts";
import type { EndedStudy } from "../../study.ts";
import { type Excluded, exclusions } from "../exclusion.ts";
import type { GroupsDecision } from "../groups/choose-groups.ts";
import { measureOf } from "../groups/predictions.ts";
import type {
	InterventionArm,
	InterventionResult,
} from "../intervention-result.ts";
import { groupsIn, possibleArms, rateIn } from "../plan/advance.ts";
import { armName, trainedAs } from "../plan/arms.ts";
import { tasksJob } from "../plan/job.ts";
import type { InterventionTypes } from "../plan/state.ts";
import type { PreparedInterventions } from "../prepare-interventions.ts";
import { bestMixOf, quantityOf } from "./answers.ts";
import { accuraciesOf, armResult } from "./arm-result.ts";
import { armRuns, type BaseUnits, basesOf, pointsOf } from "./arm-runs.ts";
import { type Accuracies, contrastsOf } from "./contrasts.ts";
import { partialOverRuns } from "./partial-over-runs.ts";

/** The result of an intervention study whose jobs are done or have failed. Throws `data` if the base was not measured. */
export function interventionsResult(
	{ title }: Pick<InterveneRecipe, "title">,
	prepared: PreparedInterventions,
	ended: EndedStudy<InterventionTypes>,
): InterventionResult {
	const { plan, model, tasks } = prepared;
	const { done, failures } = ended;
	const groups = groupsIn(plan, ended);
	const rate = rateIn(plan, ended);
	const base = done.get(tasksJob.id);
	if (groups === null || rate === null || base?.kind !== "measured")
		throw noBase(prepared);
	const bases = basesOf(
		base.result.tasks,
		tasks.roles.map(({ name }) => name),
	);
	const measures = new Map(
		tasks.roles.map(({ name, scorer }) => [name, measureOf(scorer)]),
	);
	const { seeds } = plan;
	const source = { groups, rate, seeds, bases, measures, done };
	const runsOf = armRuns(source);
	const possible = possibleArms(plan, groups);
	const arms = possible.map((arm) =>
		armResult(arm, runsOf(arm), source, failures),
	);
	const roles = bases.map(({ role }) => role);
	const accuracies: Accuracies = (name, role) => {
		const arm = armOf(name, possible, groups);
		return accuraciesOf(arm === null ? [] : runsOf(arm), role);
	};
	const runs = new Set(possible.flatMap(runsOf));
	return {
		...{ version: 1, created: new Date().toISOString() },
		temper: describeVersions().temper,
		...{ title, interventions: arms, model: model.name },
		groups: [...groups.facts],
		excluded: listed(prepared.excluded, groups.excluded),
		base: baseOf(bases),
		contrasts: contrastsOf(roles, accuracies),
		bestMix: bestMixOf(arms, roles),
		partialCorrelation: partialOverRuns(
			[...runs].map((run) => pointsOf(run, bases)),
		),
		quantity: quantityOf(arms, roles, accuracies),
	};
}

/** The arm of a name, or one that has the same rows. */
function armOf(
	name: string,
	arms: readonly InterventionArm[],
	groups: GroupsDecision,
): InterventionArm | null {
	const found =
		arms.find((arm) => armName(arm) === name) ??
		arms.find((arm) => armName(trainedAs(arm, groups)) === name);
	return found ?? null;
}

function listed(
	before: Excluded,
	later: Excluded,
): InterventionResult["excluded"] {
	return exclusions.flatMap((reason) => {
		const questions = (before[reason] ?? 0) + (later[reason] ?? 0);
		return questions === 0 ? [] : [{ reason, questions }];
	});
}

function baseOf(bases: readonly BaseUnits[]): InterventionResult["base"] {
	const entries = bases.map(({ role, fewShot, zeroShot }) => [
		role,
		{
			fewShot: finite(meanOverRuns([fewShot], "share")),
			zeroShot: finite(meanOverRuns([zeroShot], "share")),
			questions: zeroShot.size,
		},
	]);
	return Object.fromEntries(entries);
}

function noBase({ paths }: PreparedInterventions): TemperError {
	return new TemperError("data", {
		where: paths.measure(tasksJob.id),
		expected: "the base's results in the tasks",
		found: "none",
		hint: "Run the study again: what has been done is kept.",
	});
}
