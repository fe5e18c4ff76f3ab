import { type Command, InvalidArgumentError, Option } from "commander";
import {
	type ProbeMethod,
	probeMethods,
} from "../../diagnose/probe/probe-result.ts";
import type { ProbeSettings } from "../../diagnose/probe/run/probe-settings.ts";
import { defaultProbeSettings } from "../../diagnose/probe/run/probe-settings.ts";
import type { SubjectNames } from "../../eval/model/subject.ts";
import { type EngineChoice, withEngine } from "../engine-choice.ts";
import {
	collectOption,
	countOption,
	numberOption,
	seedOption,
	withSource,
} from "../options.ts";
import { type TemplateChoice, withTemplate } from "../speak/template-choice.ts";

export interface ProbeCommandOptions
	extends Pick<SubjectNames, "run" | "model" | "adapter">,
		Omit<TemplateChoice, "template">,
		EngineChoice {
	readonly template?: string;
	readonly examples?: string;
	readonly shots: number;
	readonly orders: number;
	readonly options: number;
	readonly wordings?: string;
	readonly topic?: string;
	readonly by?: readonly string[];
	readonly method?: ProbeMethod;
	readonly knownFrom: number;
	readonly retained?: number;
	readonly limit?: number;
	readonly seed: number;
	readonly out?: string;
	readonly json?: boolean;
}

const defaults = defaultProbeSettings;

/** A number between two bounds, both allowed. */
function between(low: number, high: number, kind: (text: string) => number) {
	return (text: string): number => {
		const value = kind(text);
		if (value >= low && value <= high) return value;
		throw new InvalidArgumentError(`It must lie between ${low} and ${high}.`);
	};
}

const share = between(0, 1, numberOption);

const help = `
QUESTIONS has rows with options and gold, questions with answers, or demonstrations (docs/probe.md).

Examples:
  npx temper-lm probe facts.jsonl --model SmolLM2-135M-Instruct --by topic
  npx temper-lm probe train.jsonl --run runs/sft-1 --shots 3 --out runs/probe-train`;

export function withProbeOptions(command: Command): Command {
	return withEngine(withTemplate(withSource(command)))
		.option(
			"--examples <file>",
			"rows to show as examples (default: QUESTIONS)",
		)
		.option(
			"--shots <n>",
			"examples in the prompt",
			between(0, 100, seedOption),
			defaults.shots,
		)
		.option(
			"--orders <n>",
			"orders of the listed options",
			between(1, 100, countOption),
			defaults.orders,
		)
		.option(
			"--options <n>",
			"options of a row that lists none",
			between(2, 26, countOption),
			defaults.options,
		)
		.option(
			"--wordings <column>",
			"column that lists other wordings of the question",
		)
		.option("--topic <column>", "column that wrong options have in common")
		.option(
			"--by <column>",
			"column to summarise by; may be repeated",
			collectOption,
		)
		.addOption(
			new Option("--method <method>", "decides what is known").choices(
				probeMethods,
			),
		)
		.option(
			"--known-from <share>",
			"level from which an item is known",
			share,
			defaults.judge.knownFrom,
		)
		.option(
			"--retained <share>",
			"share of taught facts assumed to be retained",
			share,
		)
		.option("--limit <rows>", "use only the first rows", countOption)
		.option("--seed <n>", "seed of options, examples, folds", seedOption, 0)
		.option("--threads <n>", "threads that compute", countOption)
		.option("--out <folder>", "result's folder (default: runs/probe-MODEL-N)")
		.option("--json", "print the result as JSON")
		.addHelpText("after", help);
}

/** The settings that the options of the command line describe. */
export function probeSettings(
	questions: string,
	options: ProbeCommandOptions,
): ProbeSettings {
	const { topic = null, wordings = null, by = [], seed } = options;
	const columns = [...(topic === null ? [] : [topic]), ...by];
	return {
		...{ questions, examples: options.examples ?? null },
		...{ shots: options.shots, orders: options.orders },
		...{ options: options.options, limit: options.limit ?? null },
		columns: { ...defaults.columns, topic, wordings },
		by: [...new Set(columns)],
		judge: {
			...defaults.judge,
			...{ method: options.method ?? null, knownFrom: options.knownFrom, seed },
		},
		retained:
			options.retained === undefined
				? defaults.retained
				: { value: options.retained, from: "--retained" },
	};
}
