import { resolve } from "node:path";
import type { Command } from "commander";
import { TemperError } from "../../core/error.ts";
import { openModel } from "../../formats/open-model.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import { writeFileAtomic } from "../../formats/write-atomic.ts";
import { openModelText, textOf } from "../../policy/model-text.ts";
import { refuseMisplaced } from "../../runs/folder/misplaced.ts";
import { holdsTemplates } from "../../text/template/kept-templates.ts";
import type { CliContext } from "../context.ts";
import type { RewardModelRequest } from "../services.ts";
import { type ReadAnswer, readAnswers } from "./read-answers.ts";
import { rewardSource, rewardTokensAtOnce } from "./reward-source.ts";
import {
	pairAccuracy,
	type RankedAnswer,
	rankAnswers,
	showRanking,
} from "./show-ranking.ts";

interface RankOptions {
	readonly reward: string;
	readonly model?: string;
	readonly out?: string;
}

async function score(
	answers: readonly ReadAnswer[],
	request: RewardModelRequest,
	context: CliContext,
): Promise<number[]> {
	const services = await context.loadServices();
	const reader = await services.openRewardModel(request);
	const rewards: number[] = [];
	const atOnce = 32;
	try {
		for (let at = 0; at < answers.length; at += atOnce) {
			const some = answers.slice(at, at + atOnce);
			rewards.push(...(await reader.score(some.map(({ example }) => example))));
			context.errors.status(`${rewards.length} of ${answers.length} answers`);
		}
	} finally {
		context.errors.status(null);
		await reader.dispose();
	}
	const broken = rewards.findIndex((reward) => !Number.isFinite(reward));
	if (broken < 0) return rewards;
	throw new TemperError("weights", {
		where: `${request.rewardModel}, reward of ${answers[broken]?.example.id}`,
		expected: "a finite number",
		found: String(rewards[broken]),
		hint: "The reward model overflows: lower the learning rate it is trained at.",
	});
}

function jsonLine(answer: RankedAnswer): string {
	const { example, verdict, rank, reward, prompt, text } = answer;
	const { id: row, ids } = example;
	const tokens = ids.length;
	const line = { row, verdict, rank, reward, tokens, prompt, answer: text };
	return `${JSON.stringify(line)}\n`;
}

async function run(
	path: string,
	options: RankOptions,
	context: CliContext,
): Promise<void> {
	refuseMisplaced(path, path, "rows");
	const { rewardModel, model } = await rewardSource(options);
	const { architecture } = (await openModel(model, { checkValues: false }))
		.model;
	const kept = holdsTemplates(rewardModel) ? { folder: rewardModel } : {};
	const { vocabSize, maxPositions: maxLength } = architecture;
	const text = await openModelText(model, { template: kept, vocabSize });
	const answers = await readAnswers(readRows(path), { ...text, maxLength });
	const length = Math.max(...answers.map(({ example }) => example.ids.length));
	const request = { model, rewardModel, length, tokens: rewardTokensAtOnce };
	const rewards = await score(answers, request, context);
	const scored = answers.map((answer, i) => {
		const { ids, mask } = answer.example;
		const first = mask.indexOf(1);
		// Of a text without a prompt, the first token is never supervised and yet a part of it.
		const said = ids.subarray(first > 1 ? first : 0);
		const reward = rewards[i] as number;
		return { ...answer, reward, text: textOf(text.tokenizer, said) };
	});
	const groups = rankAnswers(scored);
	const { terminal } = context;
	if (options.out === undefined) showRanking(groups, terminal);
	else {
		const lines = groups.flat().map(jsonLine);
		await writeFileAtomic(resolve(options.out), lines.join(""));
		terminal.line(`${lines.length} answers in ${options.out}`);
	}
	const accuracy = pairAccuracy(scored);
	if (accuracy !== null) terminal.line(accuracy);
}

const help = `
Rows may be demonstrations, pairs, labelled answers, or have a prompt and a list of completions.
Rewards are comparable only between answers to the same prompt.

Examples:
  npx temper-lm rank held-out-pairs.jsonl --reward runs/reward-model-1
  npx temper-lm rank samples.jsonl --reward my-reward-model --out ranked.jsonl`;

export function addRank(program: Command, context: CliContext): void {
	program
		.command("rank")
		.description(
			"Scores answers with a reward model and sorts them, the best answer to each prompt first.",
		)
		.argument("<rows>", "JSONL, JSON, CSV or Parquet")
		.requiredOption(
			"--reward <folder>",
			"a reward model, or a run that trained one",
		)
		.option(
			"--model <model>",
			"the base of the reward model (default: the base of its run, or the one that its folder names)",
		)
		.option("--out <file>", "write answers as JSONL instead of printing them")
		.addHelpText("after", help)
		.action((path: string, options: RankOptions) =>
			run(path, options, context),
		);
}
