import { existsSync } from "node:fs";
import { z } from "zod";
import { TemperError } from "../../../core/error.ts";
import { objectiveSchema } from "../../../recipes/schemas/objective-schema.ts";
import { refuseMisplaced } from "../../../runs/folder/misplaced.ts";
import { decisionsIn, readJournal } from "../../journal.ts";
import type { Axis } from "../../measures/axis.ts";
import { axisScores } from "../../measures/axis-scores.ts";
import { measuredIn } from "../../study-folder.ts";
import { StudyPaths } from "../../study-paths.ts";
import { readSpec } from "../../study-spec.ts";
import type { Observation } from "../allocation.ts";
import { observations } from "./advance.ts";
import { baseJob, trialOf } from "./job.ts";
import { readReading } from "./read-reading.ts";
import type { BudgetDecision, BudgetReading } from "./state.ts";

const stage = z.looseObject({
	rates: z.array(z.number()).min(1),
	recipe: z.looseObject({
		objective: objectiveSchema,
		data: z.looseObject({
			train: z.array(z.looseObject({ path: z.string() })).min(1),
		}),
	}),
});

const settingsSchema = z.looseObject({
	demonstrations: stage,
	pairs: stage,
	sharedPrompts: z.enum(["never", "allow"]),
});

/** What the folder of a budget study holds, whatever budgets and prices it was asked for. */
export interface MeasuredFolder {
	readonly paths: StudyPaths;
	/** What decides the numbers of the study. */
	readonly settings: z.output<typeof settingsSchema>;
	/** The target: what scores are. */
	readonly target: Axis;
	/** Scores of all trials that are measured so far, and of the base. */
	readonly observations: readonly Observation[];
}

/**
 * Reads what a budget study has measured so far. Changes nothing in its folder. Throws `recipe` if the folder is not that of a budget
 * study, and `data` if no trial is measured yet or a file is broken.
 */
export async function readObservations(root: string): Promise<MeasuredFolder> {
	refuseMisplaced(root, root, "budget-folder");
	const paths = new StudyPaths(root, "budget");
	if (!existsSync(paths.spec))
		throw new TemperError("recipe", {
			where: root,
			expected: "the folder of a budget study",
			found: existsSync(root) ? "no budget.json in it" : "no such folder",
			hint: "Measure first: npx temper-lm budget study STUDY.yaml. If the study was run with --out, name that folder.",
		});
	const settings = await readSettings(paths);
	const ids = (await measuredIn(paths)).toSorted();
	const trials = ids.flatMap((id) => trialOf(id) ?? []);
	const done = new Map<string, BudgetReading>();
	for (const id of ids)
		if (id === baseJob.id || trialOf(id) !== null)
			done.set(id, await readReading({ id }, paths));
	const { demonstrations, pairs } = settings;
	const plan = {
		seeds: [...new Set(trials.map(({ seed }) => seed))].toSorted(
			(a, b) => a - b,
		),
		rates: {
			demonstrations: demonstrations.rates,
			...{ pairs: pairs.rates, untouched: pairs.rates },
		},
	};
	const decisions = decisionsIn<BudgetDecision>(await readJournal(paths));
	const state = { done, failed: new Set<string>(), decisions };
	const seen = observations(plan, state, trials);
	const target = [...done.values()]
		.flatMap(({ result }) => result.tasks)
		.find(({ axis }) => axis === "target");
	if (target === undefined || seen.every(isBase)) throw nothing(root);
	const axis = axisScores(target).axis;
	return { paths, settings, target: axis, observations: seen };
}

const isBase = ({ demonstrations, pairs }: Observation) =>
	demonstrations + pairs === 0;

function nothing(where: string): TemperError {
	return new TemperError("data", {
		where,
		expected: "at least one measured trial",
		found: "none",
		hint: "Measure first: npx temper-lm budget study STUDY.yaml",
	});
}

async function readSettings(
	paths: StudyPaths,
): Promise<MeasuredFolder["settings"]> {
	const { settings } = await readSpec(paths);
	const { data, error } = settingsSchema.safeParse(settings);
	if (data !== undefined) return data;
	throw new TemperError("data", {
		where: paths.spec,
		expected: "the settings of a budget study",
		found: `another format at ${error.issues[0]?.path.join(".")}`,
	});
}
