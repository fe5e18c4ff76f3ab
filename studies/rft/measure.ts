import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exampleOf } from "../../src/data/example.ts";
import { computable } from "../../src/models/model.ts";
import {
	openRewardReader,
	type RewardReader,
} from "../../src/policy/reward-reader.ts";
import { parseRecipe } from "../../src/recipes/parse/parse-recipe.ts";
import { resolveRecipe } from "../../src/recipes/resolve/resolve-recipe.ts";
import { listRounds, readRound } from "../../src/runs/folder/round-folder.ts";
import { correlation } from "../../src/stats/correlation.ts";
import type { Estimate } from "../../src/stats/estimate.ts";
import { mean, meanOf } from "../../src/stats/mean.ts";
import { type Prepared, prepare } from "../../src/train/prepare/prepare.ts";
import {
	type Demonstration,
	demonstrationsOf,
} from "../../src/train/rounds/demonstration.ts";
import { readQuestions, sampleAnswers } from "../sample-answers.ts";
import { maxNewTokens } from "./arms.ts";

/** What the samples of a round are like, judged by the reward model of the last round. */
export interface MeasuredRound {
	readonly round: number;
	readonly reward: Estimate;
	readonly demonstrationReward: Estimate;
	/** Of rewards with lengths, both less the mean of their prompt. */
	readonly lengthCorrelation: number | null;
	/** Share of samples that are the demonstration, word for word. */
	readonly same: Estimate;
	/** Share of samples longer than their demonstration. */
	readonly longer: number;
}

export interface Measured {
	readonly rounds: readonly MeasuredRound[];
	/** Share of answers to held-out prompts that are the demonstration, word for word. */
	readonly before: Estimate;
	readonly after: Estimate;
}

/** Measures a finished run that began with `model`; `heldOut` names rows that were never trained on. */
export async function measure(
	run: string,
	model: string,
	heldOut: string,
): Promise<Measured> {
	const value = JSON.parse(readFileSync(join(run, "recipe.json"), "utf8"));
	const prepared = await prepare(resolveRecipe(parseRecipe(value)).recipe);
	const reader = await openRewardReader(
		join(run, "reward-model"),
		computable(prepared.model),
		{
			device: { device: "cpu", threads: 1 },
			length: prepared.graph.length,
			tokens: 2048,
		},
	);
	const rounds: MeasuredRound[] = [];
	for (const round of await listRounds(run))
		rounds.push(await measureRound(run, round, prepared, reader));
	await reader.dispose();
	return {
		rounds,
		before: await sameOn(heldOut, model, null),
		after: await sameOn(heldOut, model, join(run, "adapter")),
	};
}

async function measureRound(
	run: string,
	round: number,
	{ train }: Prepared,
	reader: RewardReader,
): Promise<MeasuredRound> {
	const demonstrations = new Map(
		[...demonstrationsOf(train).values()]
			.flat()
			.map((demonstration) => [demonstration.row, demonstration]),
	);
	const { samples } = await readRound(run, round);
	const demonstrationOfRow = (row: string) =>
		demonstrations.get(row) as Demonstration;
	const answers = samples.map(({ row, ids }) =>
		exampleOf(row, demonstrationOfRow(row).prompt, ids, true),
	);
	const shown = [...new Set(samples.map(({ row }) => row))]
		.map(demonstrationOfRow)
		.map(({ id, prompt, answer }) => exampleOf(id, prompt, answer, true));
	const rewards = await reader.score(answers);
	const rows = samples.map(({ row }) => row);
	const longer = samples.map(({ row, ids }) =>
		Number(ids.length > demonstrationOfRow(row).answer.length),
	);
	return {
		round,
		reward: meanOf(
			[...byPrompt(rewards, rows).values()].map((own) => mean(own) ?? 0),
		),
		demonstrationReward: meanOf(await reader.score(shown)),
		lengthCorrelation: correlation(
			lessMeans(rewards, rows),
			lessMeans(
				samples.map(({ ids }) => ids.length),
				rows,
			),
		),
		same: shareOf(
			samples.map(({ text, demonstration }) => text === demonstration),
			rows,
		),
		longer: mean(longer) ?? 0,
	};
}

async function sameOn(
	heldOut: string,
	model: string,
	adapter: string | null,
): Promise<Estimate> {
	const questions = await readQuestions(heldOut);
	const options = { model, adapter, perPrompt: 8, maxNewTokens };
	const answers = await sampleAnswers(questions, options);
	const asked = questions.flatMap(({ prompt }, q) =>
		(answers[q] ?? []).map(() => prompt),
	);
	return shareOf(
		answers.flatMap((own, q) =>
			own.map(({ text }) => text === questions[q]?.answer),
		),
		asked,
	);
}

function byPrompt(values: readonly number[], prompts: readonly string[]) {
	const groups = new Map<string, number[]>();
	prompts.forEach((prompt, i) => {
		groups.set(prompt, [...(groups.get(prompt) ?? []), values[i] as number]);
	});
	return groups;
}

/** Values less the mean of their prompt's. */
function lessMeans(values: readonly number[], prompts: readonly string[]) {
	const groups = byPrompt(values, prompts);
	return values.map(
		(value, i) => value - (mean(groups.get(prompts[i] as string) ?? []) ?? 0),
	);
}

/** With an interval over prompts, since the answers to one are alike. */
function shareOf(
	hits: readonly boolean[],
	prompts: readonly string[],
): Estimate {
	const groups = byPrompt(hits.map(Number), prompts);
	return meanOf([...groups.values()].map((own) => mean(own) ?? 0));
}
