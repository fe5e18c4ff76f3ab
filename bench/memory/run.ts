// Memory of the PyTorch engine's processes on a CPU, beside its estimate: `npx tsx --conditions=source bench/memory/run.ts`.

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import {
	convertSmollm2,
	fetchSmollm2,
	smollm2Folder,
} from "../../peers/setup/fetch-smollm2.ts";
import { venvPython } from "../../peers/setup/python.ts";
import { setupPeers } from "../../peers/setup/setup.ts";
import type { Example } from "../../src/data/example.ts";
import type { SessionOptions } from "../../src/engine/engine.ts";
import { nothingGiven } from "../../src/engine/step.ts";
import type { TorchSetup } from "../../src/engine/torch/estimate/memory.ts";
import { shapeOfConfig } from "../../src/engine/torch/estimate/shape.ts";
import { TorchGroup } from "../../src/engine/torch/process.ts";
import { processTree } from "../../src/engine/torch/process-tree.ts";
import { huggingFaceSampler } from "../../src/engine/torch/sampler.ts";
import { TorchSession } from "../../src/engine/torch/session/torch-session.ts";
import { openAnyModel } from "../../src/formats/open-any-model.ts";
import type { Tuning } from "../../src/nn/parameters.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import { Policy } from "../../src/policy/policy.ts";
import { shapedModel } from "../train/shapes.ts";
import { type MeasuredMemory, memoryFile, memorySetups } from "./setups.ts";

const { values: flags } = parseArgs({
	options: {
		python: { type: "string", default: venvPython },
		only: { type: "string", default: "" },
	},
});

/** Steps that are taken; memory no longer grows after the second. */
const steps = 3;

/** Rows of 256 tokens, half of them supervised. */
function rowsOf(tokens: number, first: number): Example[] {
	return Array.from({ length: tokens / 256 }, (_, row) => ({
		id: `${first + row}`,
		ids: Int32Array.from(
			{ length: 256 },
			(_, i) => (7919 * (first + row) + 104_729 * i) % 40_000,
		),
		mask: Uint8Array.from({ length: 256 }, (_, i) => (i < 128 ? 0 : 1)),
		liked: true,
	}));
}

/** A number of /proc/PID/status in bytes. */
function statusBytes(pid: number, field: "VmRSS" | "VmHWM"): number {
	const status = readFileSync(`/proc/${pid}/status`, "latin1");
	return 1024 * Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]);
}

/** The processes that compute. */
function ranks(): number[] {
	return processTree(process.pid)
		.map(({ pid }) => pid)
		.filter((pid) => {
			const line = readFileSync(`/proc/${pid}/cmdline`, "latin1");
			return (
				line.includes("temper_torch.worker") &&
				!line.includes("torch.distributed.run")
			);
		});
}

const largest = (numbers: readonly number[]) => Math.max(...numbers);

async function measure(
	folder: string,
	setup: Omit<TorchSetup, "shape">,
): Promise<MeasuredMemory["measured"]> {
	const { model } = await openAnyModel(folder);
	const { precision, processes, recompute, tokens, shard } = setup;
	const group = await TorchGroup.start({
		...{ python: flags.python, nodes: 1, processes, launch: null },
		...{ cpu: true, threads: 1 },
	});
	try {
		const atStart = largest(ranks().map((pid) => statusBytes(pid, "VmRSS")));
		const paths = new Set(model.architecture.linears.map((one) => one.path));
		const lora = { alpha: 16, rslora: false, dropout: 0, paths };
		const tuning: Tuning =
			setup.tuning.kind === "full"
				? { kind: "full" }
				: { ...setup.tuning, ...lora };
		const placed = { folder, model };
		const options: SessionOptions = {
			...{ model: placed, base: placed, reference: null, tokens },
			...{ endIds: new Set<number>(), sampling: "float32" },
			graph: {
				...{ tuning, recompute, precision: "float32", length: 0 },
				...{ chunks: 1, sharedPrompts: false },
			},
		};
		const sampler = huggingFaceSampler;
		const session = await TorchSession.open(options, {
			...{ group, precision, shard, sampler },
		});
		const learner = await session.learner("policy", {
			...{ on: "model", tuning, objective: sft(), holds: false },
			optimizer: {
				...{ betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0, clip: 1 },
			},
			start: async (shapes) =>
				(await Policy.initial(shapes, model, tuning, 0)).tensors,
		});
		const loaded = largest(ranks().map((pid) => statusBytes(pid, "VmHWM")));
		// Forgets the peak of loading, in which a part of the file is in memory too.
		for (const pid of ranks()) writeFileSync(`/proc/${pid}/clear_refs`, "5");
		for (let step = 0; step < steps; step++)
			await learner.step({
				...{ step, learningRate: 1e-4, seed: 0, hold: null },
				microBatches: Array.from({ length: processes }, (_, i) =>
					rowsOf(tokens, i * 100).map((row) => [row]),
				),
				given: nothingGiven,
			});
		const training = largest(ranks().map((pid) => statusBytes(pid, "VmHWM")));
		return {
			atStart,
			loaded,
			training,
			versions: session.facts.versions ?? {},
		};
	} finally {
		await group.end();
	}
}

if (flags.python === venvPython) setupPeers();
fetchSmollm2();
await convertSmollm2();
const results: MeasuredMemory[] = [];
for (const { model, setup } of memorySetups.filter((one) =>
	one.model.includes(flags.only),
)) {
	const { python } = flags;
	const folder =
		model === "SmolLM2-135M"
			? smollm2Folder
			: shapedModel(model, { python, tokenizer: smollm2Folder, device: "cpu" });
	const config = JSON.parse(
		readFileSync(path.join(folder, "config.json"), "utf8"),
	) as Record<string, unknown>;
	const shape = shapeOfConfig(config);
	if (shape === null) throw new Error(`${folder} has no shape`);
	const measured = await measure(folder, setup);
	results.push({ model, setup: { ...setup, shape }, measured });
	console.log(JSON.stringify(results.at(-1)));
	if (flags.only === "")
		writeFileSync(memoryFile, `${JSON.stringify(results, null, "\t")}\n`);
}
