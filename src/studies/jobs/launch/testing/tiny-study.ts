import { parseRecipe } from "../../../../recipes/parse/parse-recipe.ts";
import type { Study, StudyTypes } from "../../../study.ts";
import { readMeasure } from "../../../study-folder.ts";

/** A study of training runs, one for each number of steps. Its result: the runs that ended. */
export interface TinyTypes extends StudyTypes {
	readonly job: { readonly id: string; readonly steps: number };
	readonly reading: string;
	readonly decision: never;
	readonly result: readonly string[];
	readonly note: never;
	readonly time: never;
}

export function tinyStudy(steps: readonly number[]): Study<TinyTypes> {
	const jobs = steps.map((count, i) => ({ id: `run-${i}`, steps: count }));
	return {
		name: "tiny",
		spec: { version: 1, settings: { steps: [...steps] }, inputs: {} },
		advance: ({ done, failed }) => ({
			jobs: jobs.filter(({ id }) => !done.has(id) && !failed.has(id)),
		}),
		work: ({ id, steps: count }, { paths }) => ({
			...{ kind: "train", run: paths.run(id), until: 1, inputs: null },
			stages: [
				parseRecipe({
					extends: "sft",
					model: "models/toy",
					data: { train: "examples/rows.jsonl", general: null },
					batch: { rows: 2, tokens: 256 },
					length: { kind: "steps", count },
					...{ evaluate: "never", save: { every: 10 } },
					device: { kind: "cpu", threads: 1 },
				}),
			],
			measure: null,
		}),
		read: async ({ id }, paths) => {
			await readMeasure(paths, id).catch(() => null);
			return id;
		},
		result: ({ done }) => [...done.keys()].toSorted(),
	};
}
