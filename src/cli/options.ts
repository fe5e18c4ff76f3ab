import { type Command, InvalidArgumentError } from "commander";

/** A whole number, one or above. */
export function countOption(text: string): number {
	const value = Number(text);
	if (/^\d+$/.test(text) && value >= 1 && Number.isSafeInteger(value))
		return value;
	throw new InvalidArgumentError("It must be a whole number, 1 or above.");
}

/** A whole number, zero or above. */
export function seedOption(text: string): number {
	const value = Number(text);
	if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
	throw new InvalidArgumentError("It must be a whole number, 0 or above.");
}

/** A finite number. Its bounds are checked where it is used. */
export function numberOption(text: string): number {
	const value = Number(text);
	if (text.trim() !== "" && Number.isFinite(value)) return value;
	throw new InvalidArgumentError("It must be a number.");
}

/** Options that come many times, in order. */
export function collectOption(
	value: string,
	before: readonly string[] = [],
): string[] {
	return [...before, value];
}

/** `--run`, `--model`, `--adapter`. */
export function withSource(command: Command): Command {
	return command
		.option("--run <folder>", "a finished run, for the model that it tuned")
		.option(
			"--model <model>",
			"a model folder, or the name of a pulled model; with --run, the current path of the run's model",
		)
		.option(
			"--adapter <folder>",
			"an adapter for that model, in PEFT's format",
		);
}

/** How tokens are chosen. */
export function withSampling(command: Command): Command {
	return command
		.option(
			"--max-new-tokens <n>",
			"longest answer, in tokens",
			countOption,
			256,
		)
		.option(
			"--temperature <t>",
			"samples instead of decoding greedily; higher is more random",
			numberOption,
		)
		.option(
			"--top-p <p>",
			"samples from the likeliest tokens that together have this probability",
			numberOption,
		)
		.option(
			"--top-k <k>",
			"samples from this many likeliest tokens",
			countOption,
		)
		.option(
			"--min-p <p>",
			"samples from tokens whose probability is at least this share of the likeliest one's",
			numberOption,
		)
		.option("--seed <n>", "seed of sampling", seedOption, 0)
		.option(
			"--stop <text>",
			"ends an answer before this text; may be repeated",
			collectOption,
		);
}
