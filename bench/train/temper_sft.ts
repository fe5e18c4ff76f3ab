// Temper's side of the benchmark on ONNX Runtime; keeps the contract of contract.ts.
import { alone, type Example } from "../../src/data/example.ts";
import { microBatchesOf } from "../../src/data/micro-batches.ts";
import { sharingPays } from "../../src/data/shared-prompts.ts";
import { onnxEngine } from "../../src/engine/onnx/graph-engine.ts";
import { nothingGiven } from "../../src/engine/step.ts";
import type { Precision } from "../../src/nn/parameters.ts";
import { openLearner } from "../open-learner.ts";
import { peakMemory } from "./peak-memory.ts";
import {
	flags,
	learningRate,
	measure,
	readRows,
	stepsOf,
	tuningOf,
} from "./program.ts";

const rows = readRows();
const longest = Math.max(...rows.map(({ ids }) => ids.length));
const tokens = Number(flags["max-length"]);
const precision = (
	flags.precision === "fp32" ? "float32" : flags.precision
) as Precision;
const { sessions } = flags;
const engine = onnxEngine({
	...{ device: "cpu", threads: Number(flags.threads) },
	...(sessions !== undefined && { sessions: Number(sessions) }),
});
const divided = (step: readonly Example[]) =>
	microBatchesOf(alone(step), tokens);

/** Micro-batches of the first steps, by which a run decides whether rows share what they begin with. */
function* firstMicroBatches() {
	let steps = 0;
	for (const step of stepsOf(rows)) {
		yield* divided(step);
		if (++steps === 16) return;
	}
}

const { session, learner } = await openLearner(engine, {
	...{ folder: flags.model, tuningOf, tokens },
	graph: {
		...{ precision, recompute: false, length: longest + 1 },
		sharedPrompts: sharingPays(firstMicroBatches()),
	},
});

async function step(batch: readonly Example[], index: number) {
	const { results } = await learner.step({
		...{ step: index, microBatches: divided(batch) },
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
	facts: async () => peakMemory(),
});
await learner.dispose();
await session.dispose();
