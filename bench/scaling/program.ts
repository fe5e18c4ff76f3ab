// Measures one point of the scaling table in a process of its own and prints it as JSON:
// program.ts '{"shape": ..., ...}' MODEL_FOLDER
import os from "node:os";
import { RandomStream } from "../../src/core/random.ts";
import { alone, type Example } from "../../src/data/example.ts";
import { onnxEngine } from "../../src/engine/onnx/graph-engine.ts";
import { nothingGiven } from "../../src/engine/step.ts";
import { openModel } from "../../src/formats/open-model.ts";
import { openLearner } from "../open-learner.ts";
import { busySeconds } from "../processors.ts";
import { spread } from "../spread.ts";
import { stepOperations, stepOptions } from "../step/workload.ts";
import type { Point } from "./points.ts";

/** What a process measured. */
export interface PointMeasurement {
	/** Medians over the steps after the first. */
	readonly tokensPerSecond: number;
	readonly cpuMsPerToken: number;
	/** Floating point operations of products per second, at the median. */
	readonly operationsPerSecond: number;
	/** The largest resident set of the process. */
	readonly peakRssMb: number;
	/** Share of the machine's processors that other processes took. */
	readonly otherCpuShare: number;
}

const seconds = 8;
const steps = { least: 2, most: 12 };

const [text, folder] = process.argv.slice(2);
const point = JSON.parse(text as string) as Point;
const { model } = await openModel(folder as string, { checkValues: false });
const { vocabSize } = model.architecture;
const tokens = point.rows * point.rowTokens;
const { precision, recompute } = point;
const engine = onnxEngine({ device: "cpu", threads: point.threads });
const { learner } = await openLearner(engine, {
	...{ folder: folder as string, tokens },
	tuningOf: () => stepOptions(model, precision).tuning,
	graph: {
		...{ precision, recompute, sharedPrompts: false },
		length: point.rowTokens + 1,
	},
});
const random = new RandomStream(0, "rows");
const rows = Array.from(
	{ length: point.rows },
	(_, row): Example => ({
		id: `${row}`,
		ids: Int32Array.from({ length: point.rowTokens }, () =>
			random.integer(vocabSize),
		),
		mask: Uint8Array.from({ length: point.rowTokens }, (_, at) =>
			at < point.rowTokens / 2 ? 0 : 1,
		),
		liked: true,
	}),
);

async function step(index: number): Promise<void> {
	await learner.step({
		...{ step: index, microBatches: [alone(rows)], given: nothingGiven },
		...{ learningRate: 1e-4, seed: 0, hold: null },
	});
}

const cpuSeconds = () => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
};

await step(0);
const began = performance.now();
const [busy, own] = [busySeconds(), cpuSeconds()];
const walls: number[] = [];
const cpus: number[] = [];
const elapsed = () => (performance.now() - began) / 1000;
while (
	walls.length < steps.least ||
	(walls.length < steps.most && elapsed() < seconds)
) {
	const [start, used] = [performance.now(), cpuSeconds()];
	await step(walls.length + 1);
	walls.push((performance.now() - start) / 1000);
	cpus.push(cpuSeconds() - used);
}
const others = busySeconds() - busy - (cpuSeconds() - own);
const operations = stepOperations(model, {
	...{ tokens, supervised: point.rows * Math.ceil(point.rowTokens / 2) },
	...{ slots: point.rows, length: point.rowTokens },
});
const measured: PointMeasurement = {
	tokensPerSecond: tokens / spread(walls).median,
	cpuMsPerToken: (1000 * spread(cpus).median) / tokens,
	operationsPerSecond: operations / spread(walls).median,
	peakRssMb: process.resourceUsage().maxRSS / 1024,
	otherCpuShare: Math.max(0, others / (elapsed() * os.cpus().length)),
};
console.log(JSON.stringify(measured));
