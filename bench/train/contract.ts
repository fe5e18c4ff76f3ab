/**
 * The contract of a benchmarked program: `trl_sft.py`, `temper_sft.ts` and `temper_torch.ts` keep it.
 *
 * It is run as `PROGRAM FLAGS` with the flags of {@link programFlags}, trains on the rows in
 * file order (a packed run may choose its own order), and prints a {@link Measurement} as one
 * JSON line, the last line of its standard output. It exits with something other than 0 when
 * it fails. It measures itself, in its own process:
 *
 * - the clock runs from the end of the last warm-up step to the end of the last step, batching,
 *   optimizer and everything between the steps included; loading and compiling stay outside.
 * - `tokens` counts the tokens of the rows, padding excluded; `supervisedTokens` those whose
 *   `mask` is 1, the first token of a row excepted, which nothing predicts; `paddedTokens` all
 *   positions computed.
 * - `otherCpuShare` is the share of the machine's processors, 0 to 1, that other processes took
 *   while the clock ran: busy time of all processors (`os.cpus()`) less the process's own, over
 *   wall time times processors. A turn with much of it says little.
 * - `cpuMsPerToken` is the processor time of a token, of all processes of the program, while the clock ran. It hardly depends on what
 *   else the machine does, and counts what threads spend on waiting for each other; measure with one thread.
 * - `peakRssMb` is the largest resident set of the process over its whole life, loading included. Of a program with several
 *   processes it is the sum of what each reached, although pages that they share count in each of them and their peaks may
 *   come at different times.
 * - `repeatedMb` is what of it are pages of files beyond their first place, where a program maps a file several times: they are in memory once.
 *   Tables give the peak without them.
 * - `deviceMb` is the most memory of a GPU that PyTorch had allocated.
 *
 * The rows are JSON lines `{"input_ids": number[], "mask": (0 | 1)[]}`.
 */
export interface Measurement {
	readonly side: string;
	readonly seconds: number;
	readonly otherCpuShare: number;
	readonly cpuMsPerToken: number;
	readonly tokens: number;
	readonly supervisedTokens: number;
	readonly paddedTokens: number;
	readonly tokensPerSecond: number;
	readonly supervisedTokensPerSecond: number;
	readonly stepTokens: readonly number[];
	readonly stepSeconds: readonly number[];
	/** Mean loss over the supervised tokens of every step, warm-up included. */
	readonly losses: readonly number[];
	readonly peakRssMb: number;
	readonly repeatedMb?: number;
	/** The processes of `peakRssMb` one by one, if there are several. */
	readonly processPeaksMb?: readonly number[];
	readonly deviceMb?: number;
	/** Name of the device. */
	readonly device?: string;
	readonly versions: Readonly<Record<string, string>>;
}

/** The most memory that a program took, each page counted once. */
export function peakMbOf({ peakRssMb, repeatedMb = 0 }: Measurement): number {
	return peakRssMb - repeatedMb;
}

/** What both programs are told. */
export interface ProgramOptions {
	/** Hugging Face folder with the starting weights. */
	readonly model: string;
	readonly rows: string;
	/** The program's own name for a way to hold and compute the frozen weights. */
	readonly precision: string;
	/** Train every weight instead of adapters. */
	readonly full: boolean;
	readonly packing: boolean;
	/** Longest packed row, in tokens. */
	readonly maxLength: number;
	/** Rows, or packed rows, of a batch. */
	readonly batch: number;
	/** Batches whose gradients a step sums. */
	readonly accumulate: number;
	readonly warmup: number;
	/** Measured steps, after the warm-up. */
	readonly steps: number;
	readonly threads: number;
	readonly device: "cpu" | "cuda";
}

/** Adapters on all linear layers of every block, no dropout. */
export const adapterFlags = ["--rank", "8", "--alpha", "16"];

/** The command-line flags that carry the options. */
export function programFlags(options: ProgramOptions): string[] {
	return [
		...["--model", options.model, "--rows", options.rows],
		...["--precision", options.precision],
		...["--max-length", `${options.maxLength}`, "--batch", `${options.batch}`],
		...["--accumulate", `${options.accumulate}`],
		...["--warmup", `${options.warmup}`, "--steps", `${options.steps}`],
		...["--threads", `${options.threads}`],
		...(options.device === "cuda" ? ["--device", "cuda"] : []),
		...(options.full ? ["--full"] : adapterFlags),
		...(options.packing ? ["--packing"] : []),
		...["--learning-rate", "2e-4"],
	];
}

/** Reads the measurement from a program's output. */
export function readMeasurement(output: string): Measurement {
	const line = output.trimEnd().split("\n").at(-1) ?? "";
	return JSON.parse(line) as Measurement;
}
