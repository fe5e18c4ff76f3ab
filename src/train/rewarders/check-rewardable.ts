import { TemperError, withHint } from "../../core/error.ts";
import { textOf } from "../../policy/model-text.ts";
import type { RewardSpec } from "../../rewards/reward-spec.ts";
import type { Prepared } from "../prepare/prepare.ts";
import {
	answerText,
	type Demonstration,
	demonstrationsOf,
} from "../rounds/demonstration.ts";
import { type ColumnsByRow, rewardFunctions } from "./reward-functions.ts";
import type { SampledGroup } from "./rewarder.ts";

/** Rewards that run somebody's code, or a model: they are asked about samples alone. */
const dear: readonly RewardSpec["kind"][] = ["module", "model"];

/**
 * Judges every demonstration as if it were an answer, so that a row that a reward can never judge is found before the
 * first step and not when it is drawn. Refuses rows of several taught turns if a reward compares with a column, which
 * cannot answer them all. Throws `data` naming row and reward.
 */
export async function checkRewardable(
	specs: readonly RewardSpec[],
	{ train, tokenizer }: Pick<Prepared, "train" | "tokenizer">,
	columns: ColumnsByRow,
): Promise<void> {
	const demonstrations = [...demonstrationsOf(train).values()].flat();
	refuseSharedColumns(specs, demonstrations);
	const cheap = specs.filter(({ kind }) => !dear.includes(kind));
	if (cheap.length === 0) return;
	const groups = demonstrations.map((demonstration): SampledGroup => {
		const { row, prompt, answer } = demonstration;
		const text = answerText(demonstration, tokenizer);
		const sample = {
			...{ row, index: 0, demonstration: text, ended: true },
			text: text ?? "",
			...{ prompt: textOf(tokenizer, prompt), ids: [...answer] },
		};
		return { demonstration, samples: [sample] };
	});
	const tokens = new WeakMap();
	const marks = tokenizer.thoughtMarks;
	const rewarder = await rewardFunctions(cheap, { columns, tokens, marks });
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

function refuseSharedColumns(
	specs: readonly RewardSpec[],
	demonstrations: readonly Demonstration[],
): void {
	const spec = specs.find((one) => "column" in one && one.column !== null);
	const later = demonstrations.find(({ turn }) => turn !== null && turn > 1);
	if (!spec || !later || !("column" in spec)) return;
	throw new TemperError("data", {
		where: `${later.row}, reward ${spec.name ?? spec.kind}`,
		expected: `one supervised turn in a row whose column ${spec.column} is the reference answer`,
		found: "several",
		hint: 'Switch the other turns off with "train": false, or leave `column` out to compare each answer with its own turn.',
	});
}
