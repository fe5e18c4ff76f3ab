import { resolve } from "node:path";
import type { Command } from "commander";
import { TemperError } from "../../core/error.ts";
import {
	countOption,
	numberOption,
	withSampling,
	withSource,
} from "../options.ts";
import type { SamplingOptions, SourceOptions } from "../speak/speaker.ts";
import { withTemplate } from "../speak/template-choice.ts";

/** The command line of `pairs make`. */
export interface PairsOptions extends SourceOptions, SamplingOptions {
	readonly out: string;
	readonly cache?: string;
	readonly samples: number;
	readonly limit?: number;
	readonly batch: number;
	readonly judge?: string;
	readonly judgeModel?: string;
	readonly judgeKey?: string;
	readonly criteria?: string;
	readonly reward?: string;
	readonly rewardBase?: string;
	readonly task?: string;
	readonly preferDemonstration?: boolean;
	readonly comparisons?: number;
	readonly repeats: number;
	readonly perPrompt: number;
	readonly minConfidence: number;
	readonly margin: number;
	readonly nearIdentical?: number;
	readonly labelled?: string;
	readonly demonstrations?: string;
	readonly json?: boolean;
}

const help = `
Exactly one judge is needed: --judge, --reward, --task or --prefer-demonstration. docs/pairs.md says how each of them
decides and what its confidence means.
Samples and verdicts are kept next to the output, in FILE.cache.jsonl: after an interruption or a failure, the
same command continues and asks nothing twice. With other options it reuses what still applies.
Each row has "source": "model-made", and a confidence from 0.5 to 1: the probability that the chosen answer is the
better one. Without --labelled, the confidence depends on assumptions about the judge.

Examples:
  npx temper-lm pairs make prompts.jsonl --run runs/sft-1 --task sums.task.yaml --out pairs.jsonl
  npx temper-lm pairs make prompts.jsonl --run runs/sft-1 --judge https://api.openai.com/v1 \\
    --judge-model gpt-4o-mini --judge-key OPENAI_API_KEY --labelled human-pairs.jsonl --out pairs.jsonl
  npx temper-lm pairs make rows.jsonl --run runs/sft-1 --reward runs/reward-model-1 --samples 8 \\
    --out pairs.jsonl --demonstrations best.jsonl
  npx temper-lm pairs make rows.jsonl --model SmolLM2-135M-Instruct --prefer-demonstration --samples 1 --out pairs.jsonl`;

/** Adds the options of `pairs make` and its help. */
export function withPairsOptions(command: Command): Command {
	withSampling(withTemplate(withSource(command)))
		.requiredOption("--out <file>", "file for the pairs, as JSONL")
		.option(
			"--cache <file>",
			"where samples and verdicts are kept (default: the output's name with .cache.jsonl); several outputs may share one",
		)
		.option("--samples <n>", "answers to each prompt", countOption, 4)
		.option("--limit <n>", "use at most this many prompts", countOption)
		.option("--batch <rows>", "answers generated in parallel", countOption, 16);
	return withRule(withJudge(command))
		.option("--json", "print the report as JSON")
		.addHelpText("after", help);
}

function withJudge(command: Command): Command {
	return command
		.option(
			"--judge <url>",
			"judge: a model behind an OpenAI-compatible endpoint, which compares every two answers in both orders",
		)
		.option("--judge-model <name>", "with --judge: the name of the model")
		.option(
			"--judge-key <variable>",
			"with --judge: the environment variable that holds the key",
		)
		.option(
			"--criteria <text>",
			"with --judge: what makes one answer better than another",
		)
		.option(
			"--reward <folder>",
			"judge: a reward model, or a run that trained one",
		)
		.option(
			"--reward-base <model>",
			"with --reward: the base of the reward model, if it is not at the recorded path",
		)
		.option(
			"--task <file>",
			"judge: the scorer of a task; a scorer of kind judge works as --judge does",
		)
		.option(
			"--prefer-demonstration",
			"judge: prefers the answer in the row to every sample",
		)
		.option(
			"--comparisons <n>",
			"largest number of comparisons for one prompt, each of two requests (default: every two of its answers)",
			countOption,
		)
		.option(
			"--repeats <n>",
			"with --task: how often each answer is scored, for scorers whose result varies",
			countOption,
			1,
		);
}

function withRule(command: Command): Command {
	return command
		.option(
			"--per-prompt <n>",
			"largest number of pairs for one prompt, the strongest first; 1 is the best answer against the worst",
			countOption,
			1,
		)
		.option(
			"--min-confidence <p>",
			"smallest confidence of a pair, from 0.5 to below 1",
			numberOption,
			0.5,
		)
		.option(
			"--margin <x>",
			"smallest evidence of a pair, in the unit of the judge (difference of rewards, votes, ...)",
			numberOption,
			0,
		)
		.option(
			"--near-identical <share>",
			"also drop pairs whose answers share this much of their text and agree on numbers and on the last word, for example 0.95",
			numberOption,
		)
		.option(
			"--labelled <pairs>",
			"pairs labelled by people: shows how often the judge agrees, and calibrates confidences if there are 20 or more",
		)
		.option(
			"--demonstrations <file>",
			"also write the best answer to each prompt, as rows for fine-tuning",
		);
}

/** Throws `recipe` for values outside of their range and for options that contradict each other. */
export function checkPairsOptions(options: PairsOptions): void {
	const { minConfidence, margin, nearIdentical, preferDemonstration } = options;
	demand(minConfidence >= 0.5 && minConfidence < 1, [
		"--min-confidence",
		"a number from 0.5 to below 1",
		minConfidence,
	]);
	demand(margin >= 0, ["--margin", "a number, 0 or above", margin]);
	demand(
		nearIdentical === undefined || (nearIdentical > 0 && nearIdentical <= 1),
		["--near-identical", "a share above 0 and up to 1", nearIdentical],
	);
	demand(!preferDemonstration || options.demonstrations === undefined, [
		"--demonstrations",
		"a judge that ranks samples",
		"--prefer-demonstration, which does not compare them",
	]);
	demand(options.samples > 1 || preferDemonstration === true, [
		"--samples",
		"2 or more, to compare answers with each other",
		options.samples,
	]);
}

/** Throws `recipe` if what is written would replace a file that is read, or if two outputs are one file. */
export function checkPairsFiles(
	prompts: string,
	{ out, demonstrations, labelled, cache }: PairsOptions,
): void {
	const files = [
		["the prompts", prompts],
		["--labelled", labelled],
		["--cache", cache],
		["--out", out],
		["--demonstrations", demonstrations],
	] as const;
	const taken = new Map<string, string>();
	for (const [name, file] of files) {
		if (file === undefined) continue;
		const other = taken.get(resolve(file));
		const isRead = name === "--labelled";
		demand(other === undefined || isRead, [
			name,
			`another file than that of ${other}`,
			file,
		]);
		taken.set(resolve(file), name);
	}
}

function demand(
	holds: boolean,
	[where, expected, found]: readonly [string, string, unknown],
): void {
	if (!holds)
		throw new TemperError("recipe", { where, expected, found: String(found) });
}
