// What Temper's two programs of the benchmark share: flags, rows, steps, the clock.
import { readFileSync } from "node:fs";
import os from "node:os";
import { parseArgs } from "node:util";
import { type Example, supervisedCount } from "../../src/data/example.ts";
import type { ModelShape } from "../../src/models/architecture.ts";
import type { Tuning } from "../../src/nn/parameters.ts";
import { describeVersions } from "../../src/runs/machine.ts";
import { busySeconds } from "../processors.ts";

export const { values: flags } = parseArgs({
	options: {
		model: { type: "string", default: "" },
		rows: { type: "string", default: "" },
		precision: { type: "string", default: "mixed" },
		full: { type: "boolean", default: false },
		packing: { type: "boolean", default: false },
		"max-length": { type: "string", default: "512" },
		batch: { type: "string", default: "1" },
		accumulate: { type: "string", default: "1" },
		warmup: { type: "string", default: "2" },
		steps: { type: "string", default: "8" },
		threads: { type: "string", default: "2" },
		sessions: { type: "string" },
		rank: { type: "string", default: "8" },
		alpha: { type: "string", default: "16" },
		"learning-rate": { type: "string", default: "2e-4" },
		device: { type: "string", default: "cpu" },
		checkpointing: { type: "boolean", default: false },
	},
});

export const learningRate = Number(flags["learning-rate"]);

/** Rows of a step in file order: a number of them, or as many as fill the tokens. */
export function* stepsOf(rows: readonly Example[]): Generator<Example[]> {
	const tokens = Number(flags["max-length"]);
	const count = Number(flags.batch) * Number(flags.accumulate);
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

export function readRows(): Example[] {
	const lines = readFileSync(flags.rows, "utf8").trimEnd().split("\n");
	return lines.map((line, i) => {
		const row = JSON.parse(line) as { input_ids: number[]; mask: number[] };
		const mask = Uint8Array.from(row.mask);
		mask[0] = 0;
		return {
			id: `${flags.rows}:${i + 1}`,
			ids: Int32Array.from(row.input_ids),
			mask,
			liked: true,
		};
	});
}

export function tuningOf({ linears }: Pick<ModelShape, "linears">): Tuning {
	if (flags.full) return { kind: "full" };
	const paths = new Set(linears.map(({ path }) => path));
	const [rank, alpha] = [Number(flags.rank), Number(flags.alpha)];
	return { kind: "lora", rank, alpha, rslora: false, dropout: 0, paths };
}

/** A program of the benchmark. */
export interface Program {
	readonly side: string;
	/** One optimizer step; returns the mean loss. */
	step(batch: readonly Example[], index: number): Promise<number>;
	/** Processor time, user and system, that all its processes have used, in seconds. */
	cpuSeconds(): number;
	/** What it knows of its processes at the end: peaks of memory, versions. */
	facts(): Promise<{ readonly peakRssMb: number } & Record<string, unknown>>;
}

/** Runs the steps and prints the measurement of the contract. */
export async function measure(
	rows: readonly Example[],
	{ side, step, cpuSeconds, facts }: Program,
): Promise<void> {
	const warmup = Number(flags.warmup);
	const losses: number[] = [];
	const stepSeconds: number[] = [];
	const measured: Example[][] = [];
	let began = performance.now();
	let [busy, own] = [busySeconds(), cpuSeconds()];
	let at = 0;
	for (const batch of stepsOf(rows)) {
		if (at === warmup) {
			began = performance.now();
			[busy, own] = [busySeconds(), cpuSeconds()];
		}
		const start = performance.now();
		losses.push(await step(batch, at));
		if (at >= warmup) {
			stepSeconds.push((performance.now() - start) / 1000);
			measured.push(batch);
		}
		if (++at === warmup + Number(flags.steps)) break;
	}
	const seconds = (performance.now() - began) / 1000;
	const spent = cpuSeconds() - own;
	const others = busySeconds() - busy - spent;
	const stepTokens = measured.map((batch) =>
		batch.reduce((sum, { ids }) => sum + ids.length, 0),
	);
	const tokens = stepTokens.reduce((sum, n) => sum + n, 0);
	const supervisedTokens = measured
		.flat()
		.reduce((sum, row) => sum + supervisedCount(row), 0);
	const known = await facts();
	console.log(
		JSON.stringify({
			cpuMsPerToken: (1000 * spent) / tokens,
			...{ side, seconds, tokens, supervisedTokens, paddedTokens: tokens },
			otherCpuShare: Math.max(0, others / (seconds * os.cpus().length)),
			tokensPerSecond: tokens / seconds,
			supervisedTokensPerSecond: supervisedTokens / seconds,
			...{ stepTokens, stepSeconds, losses },
			versions: describeVersions(),
			...known,
		}),
	);
}
