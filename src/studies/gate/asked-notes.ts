import { existsSync } from "node:fs";
import type { TaskResult } from "../../eval/eval-result.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import type { RunManifest } from "../../runs/folder/run-manifest.ts";
import { AskedQuestions } from "../measures/asked-questions.ts";

interface TrainedRecipe {
	readonly data?: { readonly train?: readonly { readonly path: string }[] };
}

type Asked = Pick<TaskResult, "name" | "axis"> & {
	readonly items: readonly Pick<TaskResult["items"][number], "prompt">[];
};

/** A sentence for each task with questions that also occur in the run's training rows, if the files still exist. Throws `data`. */
export async function askedNotes(
	{ recipe }: Pick<RunManifest, "recipe">,
	tasks: readonly Asked[],
): Promise<string[]> {
	const { data } = recipe as TrainedRecipe;
	const asked = new AskedQuestions();
	for (const { path } of data?.train ?? [])
		if (existsSync(path))
			for await (const row of readRows(path)) asked.add(row);
	return tasks
		.filter(({ axis }) => axis !== "general")
		.flatMap(({ name, items }) => {
			const prompts = [...new Set(items.map(({ prompt }) => prompt))];
			const known = asked.count(prompts);
			return known === 0
				? []
				: `${known} of ${prompts.length} questions of ${name} also occur in the training rows, so they test memorization.`;
		});
}
