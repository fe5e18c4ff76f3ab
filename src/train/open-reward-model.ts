import { TemperError } from "../core/error.ts";
import type { RewardFunction } from "../rewards/reward.ts";
import type { Prepared } from "./prepare.ts";
import { openRewardReader } from "./reward-reader.ts";
import type { AnswerTokens } from "./rewarders/reward-functions.ts";
import { deviceOptions, graphOptions } from "./setup.ts";

/** A reward that holds a session until it is let go. */
export interface RewardModel extends RewardFunction {
	dispose(): Promise<void>;
}

/**
 * Opens a saved reward model as a reward of answers to a run's prompts; `tokens` holds those of every answer before it is
 * judged. Throws `weights` unless its base is the run's model.
 */
export async function openRewardModel(
	folder: string,
	prepared: Prepared,
	tokens: AnswerTokens,
): Promise<RewardModel> {
	const { model, recipe } = prepared;
	const reader = await openRewardReader(folder, model, {
		device: deviceOptions(prepared),
		length: graphOptions(prepared).length,
		tokens: recipe.batch.tokens,
	});
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
			const [reward] = await reader.score([example]);
			return reward ?? Number.NaN;
		},
		dispose: () => reader.dispose(),
	};
}
