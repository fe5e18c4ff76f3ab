import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Learner, ReadableTensor } from "../engine/engine.ts";
import { exportMerged } from "../formats/export-merged.ts";
import { generationConfigEndingAt } from "../formats/generation-config.ts";
import { writeRewardModel } from "../formats/peft/reward-model.ts";
import { writeAdapter } from "../formats/peft/write-adapter.ts";
import { temporaryName } from "../formats/write-atomic.ts";
import { headTensor } from "../models/model.ts";
import { adapterOf } from "../policy/adapter-of.ts";
import { rewardHead } from "../policy/graphs.ts";
import { baseName } from "../recipes/resolve/adapter-base.ts";
import type { ResolvedRecipe } from "../recipes/resolve/resolve-recipe.ts";
import { templateOptions } from "../recipes/resolve/template-options.ts";
import type { ResultName } from "../runs/events.ts";
import type { RunFolder } from "../runs/folder/run-folder.ts";
import { writeTemplates } from "../text/template/kept-templates.ts";
import { bakedTemplates } from "../text/template/template.ts";
import type { Prepared } from "./prepare/prepare.ts";

/** What an outcome needs in addition to what was trained. */
export type OutcomeParts = Pick<
	Prepared,
	"tuning" | "model" | "files" | "recipe"
>;

/** Hands over what was trained, and removes what the engine put on the disk of the run for it. */
export async function withOutcome<T>(
	learner: Pick<Learner, "outcome">,
	folder: string,
	use: (trained: readonly ReadableTensor[]) => Promise<T>,
): Promise<T> {
	const scratch = temporaryName(join(folder, "outcome"));
	try {
		return await use(await learner.outcome(scratch));
	} finally {
		await rm(scratch, { recursive: true, force: true });
	}
}

/**
 * Writes what the run made: `adapter/` or, if a reward head was trained, `reward-model/` as PEFT keeps
 * them, or `model/` as its base was kept. `endIds` are the tokens that training taught as ends of turns. Throws `disk`.
 */
export async function writeOutcome(
	run: Pick<RunFolder, "writeResult">,
	{ tuning, model, files, recipe }: OutcomeParts,
	trained: readonly ReadableTensor[],
	endIds: Iterable<number> = [],
): Promise<ResultName> {
	if (tuning.kind === "lora") {
		const { architecture } = model;
		const values = await readAll(trained);
		const adapter = (folder: string) =>
			adapterOf(tuning, architecture, values, baseName(recipe.model, folder));
		const head = values.get(rewardHead);
		if (head) {
			await run.writeResult("reward-model", async (folder) => {
				await writeRewardModel(folder, { adapter: adapter(folder), head });
				await keepTemplates(recipe, folder);
			});
			return "reward-model";
		}
		const generation = generationConfigEndingAt(files, endIds);
		await run.writeResult("adapter", async (folder) => {
			await writeAdapter(folder, adapter(folder), generation);
			await keepTemplates(recipe, folder);
		});
		return "adapter";
	}
	const tensors = new Map<string, ReadableTensor>();
	for (const tensor of trained) {
		const stored = model.tensors.get(tensor.name);
		if (stored) tensors.set(stored.name, tensor);
		// A tied head that the base stores all the same goes on repeating the embedding.
		const { head } = model.architecture;
		if (tensor.name === head && files.tensors.has(headTensor))
			tensors.set(headTensor, tensor);
	}
	const change = { kind: "tensors", tensors } as const;
	await run.writeResult("model", async (folder) => {
		await exportMerged(files, change, folder, { endIds });
		await keepTemplates(recipe, folder);
	});
	return "model";
}

/** The values of all tensors by name. */
export async function readAll(
	tensors: readonly ReadableTensor[],
): Promise<Map<string, Float32Array>> {
	const values = new Map<string, Float32Array>();
	for (const tensor of tensors) values.set(tensor.name, await tensor.read());
	return values;
}

/** Keeps the chat templates as training used them beside what it made, if they are not the model's own. */
async function keepTemplates(
	{ model, data }: ResolvedRecipe,
	folder: string,
): Promise<void> {
	if (data.template === undefined) return;
	const templates = await bakedTemplates(model, templateOptions(data));
	await writeTemplates(folder, templates);
}
