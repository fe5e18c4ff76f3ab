/**
 * The contract of a benchmarked program, kept by `transformers_generate.py`, `llama_generate.py` and `temper_generate.ts`.
 *
 * It is run as `PROGRAM FLAGS` with the flags of {@link programFlags}, continues the prompts once in file order, greedily or at
 * temperature 1 without filters, until the end of the turn or the limit, and prints a {@link Measurement} as one JSON line,
 * the last line of its standard output. It exits with something other than 0 when it fails. It measures itself, in its own
 * process:
 *
 * - the clock runs over all prompts, reading them included; loading and a short generation before it stay outside.
 * - `tokens` counts the new tokens of each row up to its end of turn, that one included, and nothing after it.
 * - `otherCpuShare` is the share of the machine's processors, 0 to 1, that other processes took while the clock ran.
 *   A turn with much of it says little.
 * - `peakRssMb` is the largest resident set of the process over its whole life, loading included.
 *
 * The prompts are the lines `{"input_ids": number[], "mask": (0 | 1)[]}` of `npm run bench:train`, up to the first supervised
 * token: conversations in the model's template, ready for an answer.
 */
export interface Measurement {
	readonly side: string;
	readonly seconds: number;
	readonly otherCpuShare: number;
	readonly rows: number;
	readonly promptTokens: number;
	readonly tokens: number;
	/** Rows that ended their turn before the limit. */
	readonly ended: number;
	readonly tokensPerSecond: number;
	readonly peakRssMb: number;
	readonly versions: Readonly<Record<string, string>>;
}

/** One way to run one program. */
export interface Contender {
	readonly side: "transformers" | "llama.cpp" | "temper";
	/** The program's own name for a way to hold the weights. */
	readonly precision: string;
}

export type Decoding = "greedy" | "sample";

/** What all programs are told. */
export interface ProgramOptions {
	/** Hugging Face folder. */
	readonly model: string;
	/** The same model as a GGUF file in 8 bits. */
	readonly gguf: string;
	readonly rows: string;
	/** Samples of each prompt, one after the other. */
	readonly samples: number;
	/** Different prompts, from the start of the file. */
	readonly prompts: number;
	/** Rows side by side. */
	readonly batch: number;
	readonly maxNewTokens: number;
	readonly threads: number;
	readonly seed: number;
	readonly decoding: Decoding;
}

/** The command-line flags that carry the options. */
export function programFlags(
	options: ProgramOptions,
	{ side, precision }: Contender,
): string[] {
	const model = side === "llama.cpp" ? options.gguf : options.model;
	return [
		...["--model", model, "--rows", options.rows],
		...["--samples", `${options.samples}`, "--prompts", `${options.prompts}`],
		...["--batch", `${options.batch}`],
		...["--max-new-tokens", `${options.maxNewTokens}`],
		...["--threads", `${options.threads}`, "--seed", `${options.seed}`],
		...["--precision", precision, "--decoding", options.decoding],
	];
}

/** Reads the measurement from a program's output. */
export function readMeasurement(output: string): Measurement {
	const line = output.trimEnd().split("\n").at(-1) ?? "";
	return JSON.parse(line) as Measurement;
}
