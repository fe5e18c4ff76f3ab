// Temper's side of the benchmark on ONNX Runtime; keeps the contract of contract.ts.
import type { Example } from "../../src/data/example.ts";
import { Stepper } from "../../src/engine/onnx/stepper.ts";
import { nothingGiven } from "../../src/engine/step.ts";
import { openModelFiles } from "../../src/formats/model-files.ts";
import { matchModel } from "../../src/models/model.ts";
import type { Precision } from "../../src/nn/parameters.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import { adamW, newAdamWState } from "../../src/optim/adamw.ts";
import { gradientScale } from "../../src/optim/gradient-scale.ts";
import { Policy } from "../../src/policy/policy.ts";
import {
	flags,
	learningRate,
	measure,
	optimizer,
	readRows,
	tuningOf,
} from "./program.ts";

const files = await openModelFiles(flags.model);
const model = matchModel(files.config, files.tensors);
const rows = readRows();
const longest = Math.max(...rows.map(({ ids }) => ids.length));
const precision = (
	flags.precision === "fp32" ? "float32" : flags.precision
) as Precision;
const tuning = tuningOf(model.architecture);
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
			...{ learningRate, ...optimizer, gradientScale: scale },
		});
	});
	return sum / weight;
}

await measure(rows, {
	...{ side: "temper", step },
	cpuSeconds: () => {
		const { user, system } = process.cpuUsage();
		return (user + system) / 1e6;
	},
	facts: async () => ({ peakRssMb: process.resourceUsage().maxRSS / 1024 }),
});
