import { type Example, exampleOf } from "../../data/example.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import {
	type OpenRewardsOptions,
	openRewards,
} from "../../rewards/open-rewards.ts";
import type { AnswerToJudge, Judgement } from "../../rewards/reward.ts";
import type { RewardSpec } from "../../rewards/reward-spec.ts";
import type { SampleRecord } from "../../runs/folder/round-folder.ts";
import { placeOf } from "../../text/columns/row-format.ts";
import {
	opensThought,
	type ThoughtMarks,
	usualMarks,
} from "../../text/turns/thoughts.ts";
import type { Rewarder, RewardValues } from "./rewarder.ts";

type Columns = Readonly<Record<string, unknown>>;

/** The columns of rows as the data files have them, by `file:line`. */
export type ColumnsByRow = ReadonlyMap<string, Columns>;

/** The tokens of answers that are being judged, for reward models, which read no text. */
export type AnswerTokens = WeakMap<AnswerToJudge, Example>;

export interface RewardFunctionsOptions extends OpenRewardsOptions {
	/** What the functions may read in addition to an answer. */
	readonly columns: ColumnsByRow;
	readonly tokens: AnswerTokens;
	/** What the model writes around its thoughts; the usual marks if left out. */
	readonly marks?: readonly ThoughtMarks[];
}

/** Rewards that functions give, and reward models that were trained before. Throws `recipe` if one cannot be opened. */
export async function rewardFunctions(
	specs: readonly RewardSpec[],
	{ columns, tokens, marks = usualMarks, ...opening }: RewardFunctionsOptions,
): Promise<Rewarder> {
	const rewards = await openRewards(specs, opening);
	return {
		async judge(groups) {
			const values: RewardValues[][] = [];
			for (const { demonstration, samples } of groups) {
				const own: RewardValues[] = [];
				for (const sample of samples) {
					const answer = answerOf(sample, columns.get(sample.row) ?? {}, marks);
					const { id, prompt } = demonstration;
					tokens.set(answer, exampleOf(id, prompt, sample.ids, true));
					own.push(valuesOf(await rewards.judge(answer)));
				}
				values.push(own);
			}
			return values;
		},
		compare: async () => null,
		learnt: null,
		dispose: () => rewards.dispose(),
	};
}

function answerOf(
	{ row: id, prompt, text, demonstration }: SampleRecord,
	row: Columns,
	marks: readonly ThoughtMarks[],
): AnswerToJudge {
	const thinking = { marks, opened: opensThought(prompt, marks) };
	const answer = { id, prompt, row, completion: text, answer: demonstration };
	return { ...answer, thinking };
}

function valuesOf({ total, parts }: Judgement): RewardValues {
	return { ...parts, total };
}

/** Throws `data`. */
export async function columnsOf(
	files: readonly string[],
): Promise<ColumnsByRow> {
	const columns = new Map<string, Columns>();
	for (const file of files)
		for await (const row of readRows(file))
			columns.set(placeOf(row), row.value);
	return columns;
}
