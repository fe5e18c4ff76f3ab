import {
	hashInputs,
	type Study,
	type StudyTypes,
	specInputs,
	type TrainedRun,
} from "../../../src/exports/studies.ts";
import { parseRecipe } from "../../../src/recipes/parse/parse-recipe.ts";

/** One training. */
export interface Training {
	readonly id: string;
	readonly seed: number;
	/** A file of rows. */
	readonly rows: string;
	/** As `npx temper-lm train --set` takes them. */
	readonly settings: readonly string[];
}

export interface TrainingStudy extends StudyTypes {
	readonly job: Training;
	readonly reading: TrainedRun["run"];
	/** Folders of runs by id. */
	readonly result: ReadonlyMap<string, string>;
}

const shared = [
	...["tune=full", "data.general=null", "data.heldOut={kind: none}"],
	...["batch={rows: 16, tokens: 1024}", "evaluate=never", "save=end"],
	"device={kind: cpu, threads: 1}",
];

/** Trains every one of them from the same model and measures nothing. */
export async function trainingStudy(
	model: string,
	trainings: readonly Training[],
): Promise<Study<TrainingStudy>> {
	const inputs = await hashInputs([
		model,
		...trainings.map(({ rows }) => rows),
	]);
	const settings = Object.fromEntries(
		trainings.map(({ id, seed, settings }) => [id, [seed, ...settings]]),
	);
	return {
		name: "tunings",
		spec: { version: 1, settings, inputs: specInputs([], inputs) },
		advance: ({ done, failed }) => ({
			jobs: trainings.filter(({ id }) => !done.has(id) && !failed.has(id)),
		}),
		work: ({ id, seed, rows, settings }, { paths }) => ({
			kind: "train",
			run: paths.run(id),
			stages: [
				parseRecipe(
					{ model, data: { train: rows } },
					{
						where: "study:diagnose",
						overrides: [...shared, ...settings, `seed=${seed}`],
					},
				),
			],
			...{ inputs: null, until: 1, measure: null },
		}),
		read: async ({ id }, paths) => paths.run(id),
		result: ({ done }) => done,
	};
}
