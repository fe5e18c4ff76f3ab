import { resolve } from "node:path";
import { TemperError } from "../../core/error.ts";
import { readRewardModel } from "../../formats/peft/reward-model.ts";
import { locateModel } from "../../recipes/locate/locate-run.ts";
import { modelFolder } from "../../recipes/locate/model-folder.ts";
import { adapterBase } from "../../recipes/resolve/adapter-base.ts";
import { rewardFolder } from "../../runs/folder/reward-folder.ts";
import { readManifest } from "../../runs/folder/run-manifest.ts";
import { finalRun } from "../../runs/staged-run.ts";

/** Tokens that a reward model reads at once. */
export const rewardTokensAtOnce = 2048;

/** A reward model and the model on which it was trained, as folders. */
export interface RewardSource {
	readonly rewardModel: string;
	readonly model: string;
}

export interface RewardNames {
	/** A reward model's folder, or a run that trained one. */
	readonly reward: string;
	/** The base, if it is not where the run or the reward model says. */
	readonly model?: string | undefined;
}

/** Finds a reward model and its base; `option` is where a user names the base. Throws `recipe` and `data`. */
export async function rewardSource(
	names: RewardNames,
	option = "--model",
): Promise<RewardSource> {
	const rewardModel = rewardFolder(names.reward);
	return { rewardModel, model: await baseOf(rewardModel, names, option) };
}

/** The model of the run, found by its hash, the one that is named, or the one that the reward model names. */
async function baseOf(
	folder: string,
	{ reward, model }: RewardNames,
	option: string,
): Promise<string> {
	const { adapter } = await readRewardModel(folder);
	if (resolve(reward) !== folder) {
		const run = await finalRun(reward);
		return locateModel(run, await readManifest(run), model);
	}
	if (model !== undefined) return modelFolder(model, option);
	if (adapter.base !== null)
		return adapterBase(folder, adapter.base, `the base of ${folder}`);
	throw new TemperError("recipe", {
		where: option,
		expected: "the model that the reward model was trained on",
		found: `nothing, and ${folder} names none`,
	});
}
