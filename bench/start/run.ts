// Time until the first step of adapters, in parts: `npm run bench:start -- --help`.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { spread } from "../spread.ts";
import {
	randomCheckpoint,
	smollm2Config,
} from "../webgpu/random-checkpoint.ts";
import type { StartParts } from "./timed-start.ts";

const usage = `Usage: npm run bench:start -- [options]
  --shape LIST        random weights of these shapes: 135m, 1.5b (default 135m; 1.5b needs 8 GB)
  --model FOLDER      a model folder instead of random weights
  --precision LIST    precisions to start in (default int8,mixed,float32)
  --layers N          fewer layers, to try the command
  --rounds N          starts in each precision (default 3)
  --threads N         threads of ONNX Runtime (default 1)`;

const { values: flags } = parseArgs({
	options: {
		shape: { type: "string", default: "135m" },
		model: { type: "string" },
		precision: { type: "string", default: "int8,mixed,float32" },
		layers: { type: "string" },
		rounds: { type: "string", default: "3" },
		threads: { type: "string", default: "1" },
		help: { type: "boolean", default: false },
	},
});
if (flags.help) {
	console.log(usage);
	process.exit(0);
}

/** Layers and config by shape. */
const configs: Readonly<
	Record<string, (layers?: number) => Record<string, unknown>>
> = {
	"135m": (layers = 30) => smollm2Config(layers),
	// Qwen 2.5 1.5B's sizes.
	"1.5b": (layers = 28) => ({
		...smollm2Config(layers),
		...{ hidden_size: 1536, intermediate_size: 8960, vocab_size: 151936 },
		...{ num_attention_heads: 12, num_key_value_heads: 2, head_dim: 128 },
	}),
};

/** Seconds of the processor that this process has used. */
function processor(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
}

const clock = processor();
const { timedStart } = await import("./timed-start.ts");
const loading = processor() - clock;
console.log(
	`Loading the modules took ${loading.toFixed(2)} s of processor time.`,
);

const layers = flags.layers === undefined ? undefined : Number(flags.layers);
console.log(
	"\nProcessor seconds, medians (min to max of the sum):\n\n| model | precision | reading | graph | verifying and lowering | rotating and rounding | ONNX Runtime | first run | sum | second run |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
);
for (const name of flags.model ? [flags.model] : flags.shape.split(",")) {
	const config = configs[name]?.(layers);
	if (config === undefined && flags.model === undefined)
		throw new Error(`--shape is one of ${Object.keys(configs).join(", ")}`);
	const made = config && (await randomCheckpoint(config));
	const folder = made?.folder ?? name;
	try {
		for (const precision of flags.precision.split(","))
			await report(name, folder, precision);
	} finally {
		if (made) rmSync(made.folder, { recursive: true });
	}
}

/** A start whose weights are rounded anew, and one that finds them kept. */
async function report(
	name: string,
	folder: string,
	precision: string,
): Promise<void> {
	const cache = mkdtempSync(path.join(tmpdir(), "temper-bench-cache-"));
	process.env.XDG_CACHE_HOME = cache;
	try {
		process.env.TEMPER_NO_CACHE = "1";
		await row(name, folder, precision, precision);
		delete process.env.TEMPER_NO_CACHE;
		if (precision === "float32") return;
		await timedStart(folder, precision, Number(flags.threads), processor);
		await row(name, folder, precision, `${precision}, weights kept`);
	} finally {
		rmSync(cache, { recursive: true });
	}
}

async function row(
	name: string,
	folder: string,
	precision: string,
	label: string,
): Promise<void> {
	const rounds: StartParts[] = [];
	for (let round = 0; round < Number(flags.rounds); round++)
		rounds.push(
			await timedStart(folder, precision, Number(flags.threads), processor),
		);
	const sums = rounds.map(({ again: _, ...parts }) =>
		Object.values(parts).reduce((sum, one) => sum + one, 0),
	);
	const median = (part: keyof StartParts) =>
		spread(rounds.map((one) => one[part])).median.toFixed(2);
	const { median: sum, min, max } = spread(sums);
	console.log(
		`| ${name} | ${label} | ${median("reading")} | ${median("graph")} | ${median("lowering")} | ${median("rounding")} | ${median("runtime")} | ${median("run")} | ${sum.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)}) | ${median("again")} |`,
	);
}
