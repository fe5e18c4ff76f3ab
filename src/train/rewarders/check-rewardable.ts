import { withHint } from "../../core/error.ts";
import type { Example } from "../../data/example.ts";
import type { RewardSpec } from "../../rewards/reward-spec.ts";
import type { Prepared } from "../prepare.ts";
import {
	answerText,
	demonstrationOf,
	textOf,
} from "../rounds/demonstration.ts";
import { type ColumnsByRow, rewardFunctions } from "./reward-functions.ts";
import type { SampledGroup } from "./rewarder.ts";

/** Rewards that run somebody's code, or a model: they are asked about samples alone. */
const dear: readonly RewardSpec["kind"][] = ["module", "model"];

/**
 * Judges every demonstration as if it were an answer, so that a row that a reward can never judge is found before the
 * first step and not when it is drawn. Throws `data` naming row and reward.
 */
export async function checkRewardable(
	specs: readonly RewardSpec[],
	{ train, tokenizer }: Pick<Prepared, "train" | "tokenizer">,
	columns: ColumnsByRow,
): Promise<void> {
	const cheap = specs.filter(({ kind }) => !dear.includes(kind));
	if (cheap.length === 0) return;
	const groups = [...new Set(train)].map((group): SampledGroup => {
		const demonstration = demonstrationOf(group[0] as Example);
		const { id, prompt, answer } = demonstration;
		const text = answerText(demonstration, tokenizer);
		const sample = {
			...{ row: id, index: 0, demonstration: text, ended: true },
			text: text ?? "",
			...{ prompt: textOf(tokenizer, prompt), ids: [...answer] },
		};
		return { demonstration, samples: [sample] };
	});
	const tokens = new WeakMap();
	const rewarder = await rewardFunctions(cheap, { columns, tokens });
	try {
		await rewarder.judge(groups);
	} catch (error) {
		throw withHint(
			error,
			"Choose a reward that fits all rows (objective.reward), or leave the row out.",
		);
	} finally {
		await rewarder.dispose();
	}
}
