/** So many characters of what a server wrote last are kept. */
const kept = 1 << 16;

/** vLLM puts the process, the level, the time and the place in its source before each line. */
const prefix =
	/^(?:\([\w.]+(?: pid=\d+)?\)\s*)*(?:(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\s+[\d-]+ [\d:]+ \[[^\]]*\]\s*)?/;

/** Errors that only say that another process failed. */
const hollow =
	/Engine core initialization failed|EngineDeadError|EngineCore encountered|CancelledError|Engine process failed/;

const errorLine =
	/^(?:[\w.]*(?:Error|Exception|Interrupt|Exit)\b|(?:vllm|vllm serve): error: )/;

const advice: readonly (readonly [RegExp, string])[] = [
	[
		/less than desired GPU memory utilization/i,
		'The training holds a part of the GPU: lower the server\'s share with engine.sampler.arguments: ["--gpu-memory-utilization", "0.3"], or start the server on another GPU and name its address.',
	],
	[
		/out of memory|OutOfMemory|cannot allocate memory|no available memory|KV cache/i,
		'Its memory ran out: shorten its window and lower its batch with engine.sampler.arguments: ["--max-model-len", "2048", "--max-num-seqs", "32"], or start the server on another machine and name its address.',
	],
	[
		/support.{0,20}LoRA|LoRA.{0,20}support/i,
		"vLLM has no LoRA for this model: leave engine.sampler out, and transformers draws the samples.",
	],
];

/** The last part of what a server wrote. */
export class ServerLog {
	#text = "";

	add(text: string): void {
		this.#text = (this.#text + text).slice(-kept);
	}

	/** The last error that says what is wrong, otherwise its last lines; null if it wrote nothing. */
	lastWords(): string | null {
		const lines = this.#lines();
		const errors = lines.filter((line) => errorLine.test(line));
		const words =
			errors.findLast((line) => !hollow.test(line)) ??
			errors.at(-1) ??
			lines.slice(-3).join(" / ");
		if (words === "") return null;
		return words.length > 400
			? `${words.slice(0, 400)}...`
			: words.replace(/\.$/, "");
	}

	/** What can be done about a server that ended, by its errors; null if that is not known. */
	advice(wasKilled: boolean): string | null {
		const errors = this.#lines().filter((line) => errorLine.test(line));
		if (wasKilled) errors.push("out of memory");
		const known = advice.find(([sign]) => errors.some((one) => sign.test(one)));
		return known?.[1] ?? null;
	}

	#lines(): string[] {
		return this.#text
			.split("\n")
			.map((line) => line.replace(prefix, "").trim())
			.filter((line) => line !== "");
	}
}
