// Temper's side of the benchmark; keeps the contract of contract.ts.
import { readFileSync } from "node:fs";
import os from "node:os";
import { parseArgs } from "node:util";
import { type Example, supervisedCount } from "../../src/data/example.ts";
import { Stepper } from "../../src/engine/onnx/stepper.ts";
import { nothingGiven } from "../../src/engine/step.ts";
import { openModelFiles } from "../../src/formats/model-files.ts";
import { type Model, matchModel } from "../../src/models/model.ts";
import type { Precision, Tuning } from "../../src/nn/parameters.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import { adamW, newAdamWState } from "../../src/optim/adamw.ts";
import { gradientScale } from "../../src/optim/gradient-scale.ts";
import { Policy } from "../../src/policy/policy.ts";
import { describeVersions } from "../../src/runs/machine.ts";

const { values: flags } = parseArgs({
	options: {
		model: { type: "string", default: "" },
		rows: { type: "string", default: "" },
		precision: { type: "string", default: "mixed" },
		full: { type: "boolean", default: false },
		packing: { type: "boolean", default: false },
		"max-length": { type: "string", default: "512" },
		batch: { type: "string", default: "1" },
		warmup: { type: "string", default: "2" },
		steps: { type: "string", default: "8" },
		threads: { type: "string", default: "2" },
		rank: { type: "string", default: "8" },
		alpha: { type: "string", default: "16" },
		"learning-rate": { type: "string", default: "2e-4" },
	},
});

function readRows(path: string): Example[] {
	const lines = readFileSync(path, "utf8").trimEnd().split("\n");
	return lines.map((line, i) => {
		const row = JSON.parse(line) as { input_ids: number[]; mask: number[] };
		const mask = Uint8Array.from(row.mask);
		mask[0] = 0;
		return {
			id: `${path}:${i + 1}`,
			ids: Int32Array.from(row.input_ids),
			mask,
			liked: true,
		};
	});
}

/** Rows of one step in file order: a number of them, or as many as fill the tokens. */
function* stepsOf(rows: readonly Example[]): Generator<Example[]> {
	const [tokens, count] = [Number(flags["max-length"]), Number(flags.batch)];
	let step: Example[] = [];
	let size = 0;
	for (let i = 0; ; i++) {
		const row = rows[i % rows.length] as Example;
		const full = flags.packing
			? size + row.ids.length > tokens
			: step.length === count;
		if (step.length > 0 && full) {
			yield step;
			step = [];
			size = 0;
		}
		step.push(row);
		size += row.ids.length;
	}
}

function tuningOf({ architecture }: Model): Tuning {
	if (flags.full) return { kind: "full" };
	const paths = new Set(architecture.linears.map(({ path }) => path));
	const [rank, alpha] = [Number(flags.rank), Number(flags.alpha)];
	return { kind: "lora", rank, alpha, rslora: false, dropout: 0, paths };
}

function busySeconds(): number {
	const ticks = os.cpus().map(({ times }) => times);
	return (
		ticks.reduce((sum, t) => sum + t.user + t.sys + t.nice + t.irq, 0) / 1000
	);
}

const files = await openModelFiles(flags.model);
const model = matchModel(files.config, files.tensors);
const rows = readRows(flags.rows);
const longest = Math.max(...rows.map(({ ids }) => ids.length));
const precision = (
	flags.precision === "fp32" ? "float32" : flags.precision
) as Precision;
const tuning = tuningOf(model);
const stepper = await Stepper.create(
	model,
	sft(),
	{
		...{ tuning, precision, recompute: false, sharedPrompts: false },
		...{ length: longest + 1, chunks: 2 },
	},
	{ device: "cpu", threads: Number(flags.threads) },
	new Set(),
);
const policy = await Policy.initial(stepper.trainables, model, tuning, 0);
const moments = policy.tensors.map(({ data }) => newAdamWState(data.length));

async function step(batch: readonly Example[]): Promise<number> {
	stepper.clear();
	const { sum, weight } = await stepper.run(
		batch.map((row) => [row]),
		policy,
		nothingGiven,
		0,
	);
	const { scale } = gradientScale(stepper.gradients, weight, 1);
	policy.tensors.forEach(({ data }, i) => {
		adamW(data, stepper.gradients[i] as Float32Array, moments[i]!, {
			learningRate: Number(flags["learning-rate"]),
			betas: [0.9, 0.999],
			epsilon: 1e-8,
			weightDecay: 0,
			gradientScale: scale,
		});
	});
	return sum / weight;
}

const warmup = Number(flags.warmup);
const losses: number[] = [];
const stepSeconds: number[] = [];
const measured: Example[][] = [];
let began = performance.now();
let [busy, own] = [busySeconds(), process.cpuUsage()];
let at = 0;
for (const batch of stepsOf(rows)) {
	if (at === warmup) {
		began = performance.now();
		[busy, own] = [busySeconds(), process.cpuUsage()];
	}
	const start = performance.now();
	losses.push(await step(batch));
	if (at >= warmup) {
		stepSeconds.push((performance.now() - start) / 1000);
		measured.push(batch);
	}
	if (++at === warmup + Number(flags.steps)) break;
}
const seconds = (performance.now() - began) / 1000;
const spent = process.cpuUsage(own);
const others = busySeconds() - busy - (spent.user + spent.system) / 1e6;
const stepTokens = measured.map((batch) =>
	batch.reduce((sum, { ids }) => sum + ids.length, 0),
);
const tokens = stepTokens.reduce((sum, n) => sum + n, 0);
const supervisedTokens = measured
	.flat()
	.reduce((sum, row) => sum + supervisedCount(row), 0);
console.log(
	JSON.stringify({
		side: "temper",
		seconds,
		otherCpuShare: Math.max(0, others / (seconds * os.cpus().length)),
		tokens,
		supervisedTokens,
		paddedTokens: tokens,
		tokensPerSecond: tokens / seconds,
		supervisedTokensPerSecond: supervisedTokens / seconds,
		...{ stepTokens, stepSeconds, losses },
		peakRssMb: process.resourceUsage().maxRSS / 1024,
		versions: describeVersions(),
	}),
);
