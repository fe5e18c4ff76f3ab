import { basename } from "node:path";
import { TemperError } from "../../core/error.ts";
import { readTask } from "../../eval/task/read-task.ts";
import type { JudgeSpec } from "../../eval/task/task.ts";
import { judgeSpec } from "../../eval/task/task-schema.ts";
import type { AnswerCache } from "../../pairs/answer-cache.ts";
import { demonstrationJudge } from "../../pairs/judges/demonstration-judge.ts";
import { endpointJudge } from "../../pairs/judges/endpoint-judge.ts";
import type { PairJudge } from "../../pairs/judges/pair-judge.ts";
import { rewardJudge } from "../../pairs/judges/reward-judge.ts";
import { taskJudge } from "../../pairs/judges/task-judge.ts";
import { hashInputs } from "../../runs/folder/inputs.ts";
import { openTokenizer } from "../../text/tokenizer/open-tokenizer.ts";
import { requireSameTokens } from "../../text/tokenizer/require-same-tokens.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";
import type { CliContext } from "../context.ts";
import { rewardSource, rewardTokensAtOnce } from "../eval/reward-source.ts";
import type { PairsOptions } from "./pairs-options.ts";

/** The model that is sampled, whose tokens a reward model has to read. */
export interface SampledModel {
	readonly folder: string;
	readonly tokenizer: Tokenizer;
}

const choices = ["judge", "reward", "task", "preferDemonstration"] as const;

/** Which options belong to which judge. */
const details = {
	judgeModel: ["judge"],
	judgeKey: ["judge"],
	criteria: ["judge"],
	rewardBase: ["reward"],
} as const;

const flag = (name: string) =>
	`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The judge that the options name. Throws `recipe` if they name none, several, or one that cannot be opened. */
export async function chosenJudge(
	options: PairsOptions,
	model: SampledModel,
	cache: AnswerCache,
	context: CliContext,
): Promise<PairJudge> {
	const named = choices.filter((choice) => options[choice] !== undefined);
	if (named.length !== 1)
		throw new TemperError("recipe", {
			where: "which judge",
			expected:
				"exactly one of --judge, --reward, --task and --prefer-demonstration",
			found: named.length === 0 ? "none" : named.map(flag).join(" and "),
		});
	for (const [name, [choice]] of Object.entries(details))
		if (
			options[name as keyof typeof details] !== undefined &&
			!named.includes(choice)
		)
			throw new TemperError("recipe", {
				where: flag(name),
				expected: `${flag(choice)}, to which it belongs`,
				found: flag(named[0] ?? ""),
			});
	if (options.judge !== undefined)
		return endpointJudge(specOf(options, options.judge), cache, context.env);
	if (options.reward !== undefined)
		return rewardOf(
			{ ...options, reward: options.reward },
			model,
			cache,
			context,
		);
	if (options.task === undefined) return demonstrationJudge();
	const task = readTask(options.task);
	return task.scorer.kind === "judge"
		? endpointJudge(task.scorer, cache, context.env)
		: taskJudge({ task, repeats: options.repeats }, cache);
}

function specOf(
	{ judgeModel, judgeKey, criteria }: PairsOptions,
	url: string,
): JudgeSpec {
	const read = judgeSpec.safeParse({
		...{ kind: "judge", url, model: judgeModel },
		...(judgeKey !== undefined && { keyVariable: judgeKey }),
		...(criteria !== undefined && { criteria }),
	});
	if (read.success) return read.data;
	const [issue] = read.error.issues;
	const key = String(issue?.path[0]);
	const where =
		{ url: "--judge", model: "--judge-model", keyVariable: "--judge-key" }[
			key
		] ?? `--${key}`;
	const found =
		{ url, model: judgeModel, keyVariable: judgeKey }[key] ?? criteria;
	throw new TemperError("recipe", {
		where,
		expected: issue?.message ?? "a judge",
		found: found === undefined ? "none" : JSON.stringify(found),
	});
}

async function rewardOf(
	{ reward, rewardBase }: PairsOptions & { readonly reward: string },
	{ folder, tokenizer }: SampledModel,
	cache: AnswerCache,
	{ loadServices }: CliContext,
): Promise<PairJudge> {
	const source = await rewardSource(
		{ reward, model: rewardBase },
		"--reward-base",
	);
	const { rewardModel, model } = source;
	requireSameTokens(
		{ folder, tokenizer },
		{ folder: model, tokenizer: await openTokenizer(model) },
		{
			where: `--reward ${reward}`,
			other: "the base of the reward model",
			reason: "since the reward model reads the tokens that were sampled",
			hint: "Train the reward model on a model with the same tokenizer.",
		},
	);
	const hashes = await hashInputs([rewardModel, model]);
	return rewardJudge(
		{
			name: basename(reward),
			sha256: hashes.map(({ sha256 }) => sha256).join("+"),
			async open(length) {
				const { openRewardModel } = await loadServices();
				return openRewardModel({
					...source,
					length,
					tokens: rewardTokensAtOnce,
				});
			},
		},
		cache,
	);
}
