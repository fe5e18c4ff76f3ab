// Temper's side of the benchmark on ONNX Runtime; keeps the contract of contract.ts.
import { alone, type Example } from "../../src/data/example.ts";
import { microBatchesOf } from "../../src/data/micro-batches.ts";
import { onnxEngine } from "../../src/engine/onnx/graph-engine.ts";
import { nothingGiven } from "../../src/engine/step.ts";
import type { Precision } from "../../src/nn/parameters.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import { Policy } from "../../src/policy/policy.ts";
import {
	flags,
	learningRate,
	measure,
	optimizer,
	readRows,
	tuningOf,
} from "./program.ts";

const rows = readRows();
const longest = Math.max(...rows.map(({ ids }) => ids.length));
const tokens = Number(flags["max-length"]);
const precision = (
	flags.precision === "fp32" ? "float32" : flags.precision
) as Precision;
const engine = onnxEngine({ device: "cpu", threads: Number(flags.threads) });
const { model } = await engine.openModel(flags.model);
const tuning = tuningOf(model.architecture);
const placed = { folder: flags.model, model };
const session = await engine.open({
	...{ model: placed, base: placed, reference: null },
	graph: {
		...{ tuning, precision, recompute: false, sharedPrompts: false },
		...{ length: longest + 1, chunks: 2 },
	},
	...{ tokens, endIds: new Set<number>() },
	sampling: "float32",
});
const learner = await session.learner("policy", {
	...{ on: "model", tuning, objective: sft(), holds: false },
	optimizer: { ...optimizer, clip: 1 },
	start: async (shapes) =>
		(await Policy.initial(shapes, model, tuning, 0)).tensors,
});

async function step(batch: readonly Example[], index: number) {
	const { results } = await learner.step({
		...{ step: index, microBatches: microBatchesOf(alone(batch), tokens) },
		...{ given: nothingGiven, learningRate, seed: 0, hold: null },
	});
	const total = (of: "sum" | "weight") =>
		results.reduce((sum, result) => sum + result[of], 0);
	return total("sum") / total("weight");
}

await measure(rows, {
	...{ side: "temper", step },
	cpuSeconds: () => {
		const { user, system } = process.cpuUsage();
		return (user + system) / 1e6;
	},
	facts: async () => ({ peakRssMb: process.resourceUsage().maxRSS / 1024 }),
});
await learner.dispose();
await session.dispose();
