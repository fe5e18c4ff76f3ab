// Temper's side of the benchmark on PyTorch; keeps the contract of contract.ts. TEMPER_PYTHON names the environment.
import { readFileSync } from "node:fs";
import type { Example } from "../../src/data/example.ts";
import { nothingGiven } from "../../src/engine/step.ts";
import { processTree } from "../../src/engine/torch/process-tree.ts";
import { torchEngine } from "../../src/engine/torch/torch-engine.ts";
import { openLearner } from "../open-learner.ts";
import { flags, learningRate, measure, readRows, tuningOf } from "./program.ts";

const precisions: Readonly<Record<string, string>> = {
	fp32: "float32",
	bf16: "bfloat16",
};
const ticksPerSecond = 100;

/** This process, torchrun and its ranks, by number. Linux only. */
const processes = () => processTree(process.pid).map(({ pid }) => pid);

/** User and system time of a process: fields 14 and 15 of /proc/PID/stat. */
function secondsOf(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** The largest resident set of a process. */
function peakMb(pid: number): number {
	const status = readFileSync(`/proc/${pid}/status`, "latin1");
	return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}

const engine = torchEngine({
	...{ gpus: 1, nodes: 1, shard: "none", launch: null },
	sampler: { kind: "hf" },
	precision: precisions[flags.precision] ?? flags.precision,
	threads: flags.device === "cpu" ? Number(flags.threads) : null,
});
const rows = readRows();
const { session, learner } = await openLearner(engine, {
	...{ folder: flags.model, tuningOf, tokens: Number(flags["max-length"]) },
	graph: {
		...{ precision: "float32", recompute: flags.checkpointing },
		...{ length: 0, sharedPrompts: false },
	},
});

async function step(batch: readonly Example[], index: number) {
	const { results } = await learner.step({
		...{ step: index, microBatches: [batch.map((row) => [row])] },
		...{ given: nothingGiven, learningRate, seed: 0, hold: null },
	});
	const [{ sum, weight }] = results as [(typeof results)[0]];
	return sum / weight;
}

await measure(rows, {
	...{ side: "temper-torch", step },
	cpuSeconds: () => processes().reduce((sum, pid) => sum + secondsOf(pid), 0),
	facts: async () => {
		const peaks = processes().map(peakMb);
		const { device, memoryBytes, versions } = session.facts;
		return {
			...{ device, versions, processPeaksMb: peaks },
			peakRssMb: peaks.reduce((sum, mb) => sum + mb, 0),
			...(flags.device === "cuda" && {
				deviceMb: (memoryBytes ?? 0) / 2 ** 20,
			}),
		};
	},
});
await session.dispose();
