import { TemperError } from "../../core/error.ts";
import type { PilotRecipe } from "../../recipes/parse/parse-pilot.ts";
import { writeHeldFile } from "../../runs/folder/held-writes.ts";
import type { RunSpeed } from "../jobs/job-request.ts";
import { sharesDevice } from "../jobs/seats.ts";
import type { EndedStudy, Study, StudyState } from "../study.ts";
import { readMeasure } from "../study-folder.ts";
import type { StudyPaths } from "../study-paths.ts";
import { pilotRules } from "./pilot-spec.ts";
import type { PilotReading, PilotTypes } from "./pilot-types.ts";
import { advance } from "./plan/advance.ts";
import { earlierOf } from "./plan/chosen-rates.ts";
import { isValid } from "./plan/is-valid.ts";
import type { Job } from "./plan/job.ts";
import type { Decision, PilotState } from "./plan/pilot-state.ts";
import { spentRuns } from "./plan/spent-runs.ts";
import type { MeasureSeconds } from "./plan/timing.ts";
import type { PreparedPilot } from "./prepare-pilot.ts";
import { readTried, summariseJob } from "./read-job.ts";
import { measureSeconds, readSpeed } from "./read-speeds.ts";
import { workFor } from "./requests.ts";
import { readPilotResult } from "./result/read-pilot-result.ts";

/** A pilot as a study. */
export function pilotStudy(
	recipe: PilotRecipe,
	prepared: PreparedPilot,
): Study<PilotTypes> {
	const { plan, spec, notes, modelBytes, paths } = prepared;
	// Once the steps are settled, nothing asks for speed jobs again, but forecasts still rest on them.
	const known = prepared.speeds;
	return {
		...{ name: paths.name, spec, rules: pilotRules, notes },
		load: { modelBytes, sharedDevice: sharesDevice(recipesOf(recipe)) },
		advance: (state) => advance(plan, pilotState(state, known)),
		work: (job, { decisions }) => {
			const { arms, bases, tasks, inputs } = prepared;
			const earlier = (arm: string) => earlierOf(arm, plan, decisions);
			const steps = stepsOf(recipe, decisions);
			return workFor(job, {
				...{ arms, bases, tasks, inputs, keep: recipe.keep, paths },
				...{ earlier, steps },
			});
		},
		read: (job) => readJob(job, recipe, prepared),
		result: (ended) => resultOf(ended, recipe, prepared),
		spent: (state) =>
			recipe.keep === "all" ? [] : spentRuns(plan, pilotState(state, known)),
		timed(job, time) {
			if (job.kind !== "run") return null;
			const { arm, measure } = job;
			return { arm, measure, ...time };
		},
		holds: isValid,
		fatal: (job, reason) =>
			job.kind === "run" ? null : withoutBase(job, reason, paths),
	};
}

/** The recipe of each arm. */
export const recipesOf = ({ arms }: PilotRecipe) =>
	arms.map(({ recipe }) => recipe);

function stepsOf(
	{ budget }: PilotRecipe,
	decisions: readonly Decision[],
): number | null {
	if (budget !== null && "steps" in budget) return budget.steps;
	const settled = decisions.find(({ kind }) => kind === "steps");
	return settled?.kind === "steps" ? settled.steps : null;
}

/** The state of a study as the plan of a pilot sees it. `known`: speeds that earlier sessions measured. */
function pilotState(
	{ done, failed, decisions, timing }: StudyState<PilotTypes>,
	known: ReadonlyMap<string, RunSpeed>,
): PilotState {
	const readings = [...done];
	const tried = new Map(readings.map(([id, reading]) => [id, reading.tried]));
	const state = { done: tried, failed, decisions };
	if (timing === undefined) return state;
	const speeds = new Map(known);
	const bases = new Map<string, MeasureSeconds>();
	for (const [id, reading] of readings) {
		if (reading.speed) speeds.set(reading.speed.arm, reading.speed.runs);
		if (reading.base) bases.set(id, reading.base);
	}
	return { ...state, timing: { ...timing, speeds, bases } };
}

async function readJob(
	job: Job,
	{ tuningShare }: PilotRecipe,
	{ paths, tasks }: PreparedPilot,
): Promise<PilotReading> {
	const base = job.kind === "base" ? await readMeasure(paths, job.id) : null;
	return {
		...(await summariseJob(paths, job)),
		tried: await readTried(paths, job),
		speed:
			job.kind === "speed"
				? { arm: job.arm, runs: await readSpeed(paths.measure(job.id)) }
				: null,
		base: base && measureSeconds(base, tasks, tuningShare),
	};
}

async function resultOf(
	{ decisions, failures }: EndedStudy<PilotTypes>,
	recipe: PilotRecipe,
	prepared: PreparedPilot,
): Promise<PilotTypes["result"]> {
	const steps = stepsOf(recipe, decisions);
	const parts = { decisions, failures, steps };
	const result = await readPilotResult(recipe, prepared, parts);
	if (result.recipe !== null)
		await writeHeldFile(prepared.paths.recipe, result.recipe);
	return result;
}

/** Without the base there is nothing to compare with. */
function withoutBase(
	{ id }: Job,
	reason: string,
	{ root }: StudyPaths,
): TemperError {
	return new TemperError("data", {
		where: `${root}, ${id}`,
		expected: "a base that can be measured and trained from",
		found: reason.replace(/\.$/, ""),
	});
}
