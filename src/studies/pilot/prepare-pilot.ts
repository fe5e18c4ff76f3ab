import { basename } from "node:path";
import { TemperError } from "../../core/error.ts";
import type { Task } from "../../eval/task/task.ts";
import { taskRows } from "../../eval/task/task-rows.ts";
import { modelFolder } from "../../recipes/locate/model-folder.ts";
import type { PilotArm, PilotRecipe } from "../../recipes/parse/parse-pilot.ts";
import { slugOf } from "../../recipes/pilot-arms.ts";
import { resolveRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { hashInputs, type InputHash } from "../../runs/folder/inputs.ts";
import { openTokenizer } from "../../text/tokenizer/open-tokenizer.ts";
import { turnEndsToNote } from "../../text/turns/turn-ends.ts";
import { inputsOf } from "../../train/prepare/run-inputs.ts";
import type { RunSpeed } from "../jobs/job-request.ts";
import { needsBase } from "../measures/study-tasks.ts";
import { StudyFolder } from "../study-folder.ts";
import { originOf, type PilotBases, pilotBases } from "./arms/arm-bases.ts";
import { requireArmModels } from "./arms/arm-models.ts";
import { stagesOf } from "./arms/arm-stages.ts";
import { plannedStage, type StageArms, stageArms } from "./arms/stage-arms.ts";
import { type PilotProbe, readProbe } from "./diagnosis/read-probe.ts";
import type { PilotNote } from "./pilot-note.ts";
import { PilotPaths } from "./pilot-paths.ts";
import type { PilotResult } from "./pilot-result.ts";
import { type PilotSpec, pilotRules, specOf } from "./pilot-spec.ts";
import type { PilotPlan, PlannedArm } from "./plan/pilot-state.ts";
import { readSpeeds } from "./read-speeds.ts";
import { onParts, partGeneral, sharedGeneral } from "./rows/part-general.ts";
import { type PilotTasks, readTasks, splitTasks } from "./rows/pilot-tasks.ts";
import { readTrainingRows } from "./rows/training-rows.ts";

/** A pilot whose files have been read and whose folder is held. */
export interface PreparedPilot {
	readonly folder: StudyFolder;
	readonly paths: PilotPaths;
	readonly spec: PilotSpec;
	/**
	 * As runs are given them: none is measured on general rows that another holds. After the pilot's own come those that
	 * choose the rates of stages.
	 */
	readonly arms: readonly PilotArm[];
	readonly tasks: PilotTasks;
	/** By which the recommended arm is diagnosed; null if the pilot names none. */
	readonly probe: PilotProbe | null;
	readonly plan: PilotPlan;
	/** Model and data of all arms. */
	readonly inputs: readonly InputHash[];
	/** The models that arms are measured from. */
	readonly bases: PilotBases;
	/** Bytes of the largest model that an arm begins from or is measured from. */
	readonly modelBytes: number;
	readonly data: PilotResult["data"];
	/** Speeds of arms that earlier sessions measured, by slug. */
	readonly speeds: ReadonlyMap<string, RunSpeed>;
	readonly notes: readonly PilotNote[];
}

/** Reads what a pilot names and opens its folder. Throws `recipe`, `data`, `weights` and `disk` before anything begins. */
export async function preparePilot(pilot: PilotRecipe): Promise<PreparedPilot> {
	const read = readTasks(pilot);
	const probe = await probeOf(pilot, read);
	const measured = [...read, ...(probe === null ? [] : [probe.task])];
	const origin = modelFolder(pilot.origin);
	await requireArmModels(pilot.arms);
	const inputs = await hashInputs([
		...new Set([...pathsOf(pilot.arms), origin]),
	]);
	const bases = pilotBases(pilot, pilot.arms, inputs);
	const rows = await hashInputs(measured.flatMap(taskRows));
	const spec = specOf(pilot, measured, [...inputs, ...rows]);
	const paths = new PilotPaths(pilot.out);
	const folder = await StudyFolder.open(paths, spec, pilotRules);
	try {
		const general = sharedGeneral(pilot.arms);
		const parts =
			general === null ? null : await partGeneral(general, paths.tasks);
		const { arms: own, tasks } = onParts(pilot.arms, read, parts);
		const staged = stageArms(own, pilot.budget);
		const arms = [...own, ...staged.arms];
		const parted = await splitTasks(tasks, pilot.tuningShare, paths.tasks);
		const split = probe ? { ...parted, diagnosed: [probe.task] } : parted;
		const { counts, notes: asked } = await readTrainingRows(arms, split.test);
		const notes = [...(await turnEndNotes(bases)), ...asked];
		const hashOf = (path: string) =>
			inputs.find((input) => input.path === path)?.sha256 ?? "";
		const plan = planOf(pilot, { tasks: split, staged, bases });
		return {
			...{
				folder,
				paths,
				spec,
				arms,
				tasks: split,
				probe,
				plan,
				notes,
			},
			inputs: await inputsFor(arms, inputs),
			speeds: await readSpeeds(paths, plan),
			bases,
			modelBytes: largestModel(arms, bases, inputs),
			data: [...counts].map(([path, count]) => ({
				name: basename(path),
				hash: hashOf(path),
				rows: count,
			})),
		};
	} catch (error) {
		await folder.close();
		throw error;
	}
}

/** Throws `recipe` for a probe that is none, and for a task of the name that the probe's questions have. */
async function probeOf(
	{ probe }: PilotRecipe,
	tasks: readonly Task[],
): Promise<PilotProbe | null> {
	if (probe === null) return null;
	const found = await readProbe(probe);
	const { name } = found.task;
	if (tasks.every((task) => task.name !== name)) return found;
	throw new TemperError("recipe", {
		where: "tasks",
		expected: `tasks with other names than ${name}, which the questions of the probe have`,
		found: name,
	});
}

async function turnEndNotes({
	main,
	others,
}: PilotBases): Promise<PilotNote[]> {
	const notes: PilotNote[] = [];
	for (const { folder, name } of [main, ...others]) {
		const ends = turnEndsToNote(await openTokenizer(folder));
		const model = others.length === 0 ? {} : { model: name };
		if (ends !== null) notes.push({ kind: "turn-ends", ...ends, ...model });
	}
	return notes;
}

/** What decides how many runs fit into memory side by side. */
function largestModel(
	arms: readonly PilotArm[],
	{ main, others }: PilotBases,
	inputs: readonly InputHash[],
): number {
	const begun = new Set(arms.map(({ recipe }) => modelFolder(recipe.model)));
	const sizes = inputs.flatMap(({ path, bytes }) =>
		begun.has(path) ? [bytes] : [],
	);
	return Math.max(...[main, ...others].map(({ bytes }) => bytes), ...sizes);
}

/** What the runs of all arms are made from. */
function pathsOf(arms: readonly PilotArm[]): string[] {
	const paths = arms.flatMap((arm) => [
		...stagesOf(arm).flatMap(({ recipe }) =>
			inputsOf(resolveRecipe({ ...recipe, out: "." }).recipe),
		),
		originOf(arm),
	]);
	return [...new Set(paths)];
}

/** Hashes of what arms read, of which many are known: a model is not read twice. */
async function inputsFor(
	arms: readonly PilotArm[],
	known: readonly InputHash[],
): Promise<InputHash[]> {
	const paths = pathsOf(arms);
	const kept = known.filter(({ path }) => paths.includes(path));
	const others = paths.filter((path) =>
		kept.every((input) => input.path !== path),
	);
	return [...kept, ...(await hashInputs(others))];
}

function planOf(
	{ arms, seeds, halving, budget }: PilotRecipe,
	{
		tasks,
		staged,
		bases,
	}: {
		readonly tasks: PilotTasks;
		readonly staged: StageArms;
		readonly bases: PilotBases;
	},
): PilotPlan {
	const baseOf = (arm: PilotArm) => {
		const base = bases.of(arm);
		return base === bases.main ? {} : { base: base.job.id };
	};
	const own = arms.map((arm): PlannedArm => {
		const { name, rates, family } = arm;
		const slug = slugOf(name);
		const after = staged.after.get(slug);
		return { slug, rates, family, ...baseOf(arm), ...(after && { after }) };
	});
	const stages = staged.arms.map((arm) => ({
		...plannedStage(arm),
		...baseOf(arm),
	}));
	return {
		arms: [...own, ...stages],
		...(bases.others.length > 0 && {
			bases: bases.others.map(({ job }) => job),
		}),
		...{ seeds, halving },
		seconds:
			budget !== null && "minutes" in budget ? 60 * budget.minutes : null,
		needsBase: needsBase(tasks),
	};
}
