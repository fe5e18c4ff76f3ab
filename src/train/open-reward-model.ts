import { TemperError } from "../core/error.ts";
import type { Foundation } from "../engine/engine.ts";
import { openModel } from "../formats/open-model.ts";
import { readRewardModel } from "../formats/peft/reward-model.ts";
import type { ShapedModel } from "../models/model.ts";
import { savedRewards } from "../policy/reward-reader.ts";
import { adapterBase } from "../recipes/resolve/adapter-base.ts";
import type { RewardFunction } from "../rewards/reward.ts";
import { hashFile } from "../runs/folder/inputs.ts";
import type { Prepared } from "./prepare/prepare.ts";
import type { AnswerTokens } from "./rewarders/reward-functions.ts";
import type { Stage } from "./sources/stage.ts";

/** A reward that holds a session until it is disposed of. */
export interface RewardModel extends RewardFunction {
	dispose(): Promise<void>;
}

/**
 * Opens a saved reward model as a reward of answers to a run's prompts; `tokens` holds those of every answer before it is
 * judged. Throws `weights` unless it was trained on the run's model, or on the one that this was tuned from.
 */
export async function openRewardModel(
	folder: string,
	{ prepared, session }: Pick<Stage, "prepared" | "session">,
	tokens: AnswerTokens,
): Promise<RewardModel> {
	const on = await foundationOf(folder, prepared);
	const { tuning, values } = await savedRewards(folder, prepared[on]);
	const scorer = await session.rewardScorer({ on, tuning, saved: values });
	return {
		name: "model",
		async score(answer) {
			const example = tokens.get(answer);
			if (!example)
				throw new TemperError("internal", {
					where: `${answer.id}, reward model ${folder}`,
					expected: "the tokens of the answer",
					found: "none",
				});
			const [reward] = await scorer.score([example], null);
			return reward ?? Number.NaN;
		},
		dispose: () => scorer.dispose(),
	};
}

/**
 * Which model of a run a reward model was trained on. If the folder that it names is not on this machine, the
 * run's own, and sizes alone are compared: weights that were tuned since would give other rewards without a word.
 */
export async function foundationOf(
	folder: string,
	{ recipe, model }: Prepared,
): Promise<Foundation> {
	const { adapter } = await readRewardModel(folder);
	const named = adapter.base === null ? null : folderHere(folder, adapter.base);
	if (named === null || named === recipe.model) return "model";
	if (named === recipe.base) return "base";
	const other = await openModel(named, { checkValues: false });
	if ((await weightsHash(other.model)) === (await weightsHash(model)))
		return "model";
	throw new TemperError("weights", {
		where: `${folder}, base_model_name_or_path`,
		expected: `the run's model ${recipe.model}, or the base it was tuned from`,
		found: `${named}, which has other weights`,
		hint: "Train the reward model on the model that this run starts from, or name its model as `base`.",
	});
}

/** The folder of a model, or null if this machine has none of that name. */
function folderHere(folder: string, name: string): string | null {
	try {
		return adapterBase(folder, name, folder);
	} catch (error) {
		if (error instanceof TemperError) return null;
		throw error;
	}
}

async function weightsHash({ tensors }: ShapedModel): Promise<string> {
	const files = new Set([...tensors.values()].map(({ file }) => file));
	const hashes: string[] = [];
	for (const file of files) hashes.push((await hashFile(file)).sha256);
	return hashes.join();
}
