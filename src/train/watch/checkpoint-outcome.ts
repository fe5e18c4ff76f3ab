import { join } from "node:path";
import { TemperError } from "../../core/error.ts";
import { openAnyModel } from "../../formats/open-any-model.ts";
import { writeFolderAtomic } from "../../formats/write-atomic.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import {
	checkpointName,
	listCheckpoints,
	readCheckpoint,
} from "../../runs/checkpoint.ts";
import type { ResultName } from "../../runs/events.ts";
import { runFiles } from "../../runs/folder/run-files.ts";
import { writeOutcome } from "../outcome.ts";
import { tuningOf } from "../prepare/tuning.ts";

/**
 * Writes what a run would have made had it ended at its newest checkpoint, as `adapter/` or `model/` inside a folder.
 * Throws `disk`, `weights`, and `recipe` if the engine kept
 * the weights in files of its own.
 */
export async function writeCheckpointOutcome(
	run: string,
	recipe: ResolvedRecipe,
	target: string,
): Promise<ResultName> {
	const folder = join(run, runFiles.checkpoints);
	const newest = (await listCheckpoints(folder)).at(-1);
	if (newest === undefined)
		throw new TemperError("disk", {
			where: folder,
			expected: "a checkpoint",
			found: "none",
		});
	const { trainable } = (await readCheckpoint(folder, newest)).checkpoint;
	if (trainable.length === 0)
		throw new TemperError("recipe", {
			where: join(folder, checkpointName(newest)),
			expected: "trained tensors",
			found: "files that only the engine of the run reads",
			hint: `Let the run write its own result: npx temper-lm runs resume ${run}`,
		});
	const { files, model } = await openAnyModel(recipe.model);
	const tuning = tuningOf(recipe.tune, model.architecture);
	return writeOutcome(
		{
			async writeResult(name, fill) {
				await writeFolderAtomic(join(target, name), fill);
				return name;
			},
		},
		{ tuning, model, files, recipe },
		trainable.map(({ data, ...shaped }) => ({
			...shaped,
			read: async () => data,
		})),
	);
}
