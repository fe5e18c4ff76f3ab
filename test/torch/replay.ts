import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RandomStream } from "../../src/core/random.ts";
import {
	alone,
	type Example,
	type Group,
	supervisedCount,
} from "../../src/data/example.ts";
import type {
	Engine,
	EngineSession,
	Learner,
	OptimizerOptions,
	PlacedModel,
	Scorer,
} from "../../src/engine/engine.ts";
import {
	type Given,
	type Hold,
	nothingGiven,
	type StepPlan,
} from "../../src/engine/step.ts";
import { openModelFiles } from "../../src/formats/model-files.ts";
import { openModel } from "../../src/formats/open-model.ts";
import { readTensor } from "../../src/formats/safetensors/tensor-data.ts";
import { writeSafetensors } from "../../src/formats/safetensors/write-safetensors.ts";
import type { Tuning } from "../../src/nn/parameters.ts";
import type { Objective } from "../../src/objectives/objective.ts";
import { Policy } from "../../src/policy/policy.ts";
import { lossOf, valuesOf } from "./engine-model.ts";

/** A training to repeat on several engines: the same rows, in the same micro-batches, with the same numbers. */
export interface Recorded {
	readonly title: string;
	readonly objective: Objective;
	readonly tuning: "lora" | "full";
	/** Of the option that a leash steers; null if none is steered. */
	readonly strength: number | null;
	/** Whether a leash holds other rows to the base. */
	readonly holds: boolean;
}

export interface ReplayedStep {
	readonly loss: number;
	/** Of the whole gradient before clipping. */
	readonly norm: number;
	readonly heldKl: number | null;
}

/** What one engine made of a training. */
export interface Replayed {
	readonly steps: readonly ReplayedStep[];
	/** What is trained, by name, before the first step and after the last. */
	readonly before: ReadonlyMap<string, Float32Array>;
	readonly after: ReadonlyMap<string, Float32Array>;
}

export const stepCount = 5;
const seed = 3;
const rates = { lora: 2e-3, full: 2e-4 };
const optimizer: OptimizerOptions = {
	...{ betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0.01, clip: 1 },
};

/** Copies the toy into a folder with its weights in float32, as which a model is also written after full tuning. */
export async function copyToy(folder: string): Promise<PlacedModel> {
	const toy = join(import.meta.dirname, "..", "..", "models", "toy");
	await cp(toy, folder, { recursive: true });
	const config = join(folder, "config.json");
	const written = JSON.parse(await readFile(config, "utf8"));
	await writeFile(config, JSON.stringify({ ...written, dtype: "float32" }));
	const { tensors } = await openModelFiles(toy);
	await writeSafetensors(
		join(folder, "model.safetensors"),
		[...tensors].map(([name, stored]) => ({
			...{ name, dtype: "F32", shape: stored.shape },
			read: () => readTensor(stored),
		})),
	);
	const { model } = await openModel(folder, { checkValues: true });
	return { folder, model };
}

/** Rows of random words; the mask begins at a third of each. */
function rowsOf(name: string, count: number, liked: (i: number) => boolean) {
	const stream = new RandomStream(seed, name);
	return Array.from({ length: count }, (_, i): Example => {
		const length = 8 + stream.integer(16);
		return {
			id: `${name}:${i}`,
			ids: Int32Array.from({ length }, () => 3 + stream.integer(1000)),
			mask: Uint8Array.from({ length }, (_, t) => (3 * t >= length ? 1 : 0)),
			liked: liked(i),
		};
	});
}

/** Two micro-batches of two groups each, others in each step. */
function microBatchesOf(
	{ needs }: Objective,
	step: number,
): readonly (readonly Group[])[] {
	return [0, 1].map((part) => {
		const liked = (i: number) => i % 2 === 0 || !(needs.pairs || needs.labels);
		const rows = rowsOf(`${step}.${part}`, 4, liked);
		const pairs = [rows.slice(0, 2), rows.slice(2)];
		return needs.pairs ? pairs : alone(rows);
	});
}

function tuningOf(
	kind: Recorded["tuning"],
	{ model: { architecture } }: PlacedModel,
): Tuning {
	if (kind === "full") return { kind };
	const paths = new Set(architecture.linears.map(({ path }) => path));
	return {
		...{ kind, rank: 4, alpha: 8, rslora: false, dropout: 0, paths },
	};
}

/** Numbers that a sampler and a prepass would give, the same for every engine. */
function givenOf(
	{ objective, strength }: Recorded,
	reference: Given["reference"] | null,
): Given {
	const drawn = (row: Example) => new RandomStream(seed, `drawn ${row.id}`);
	return {
		...nothingGiven,
		...(reference && { reference }),
		...{ strength, statistic: objective.prepass ? 0.8 : null },
		// About what a random answer has under a random policy of so many words.
		sampled: (row) => {
			const stream = drawn(row);
			return Float32Array.from(
				{ length: supervisedCount(row) },
				() => -7 + stream.normal(),
			);
		},
		advantage: (row) => drawn(row).normal(),
	};
}

/** Takes `stepCount` steps of a model on an engine. */
export async function replay(
	engine: Engine,
	recorded: Recorded,
	placed: PlacedModel,
): Promise<Replayed> {
	const tuning = tuningOf(recorded.tuning, placed);
	const { objective, holds } = recorded;
	const session = await engine.open({
		...{ model: placed, base: placed, reference: null },
		graph: {
			...{ tuning, precision: "float32", length: 64, chunks: 2 },
			...{ recompute: false, sharedPrompts: false },
		},
		...{ tokens: 256, endIds: new Set([2]), sampling: "float32" },
	});
	const learner = await session.learner("policy", {
		...{ on: "model", tuning, objective, optimizer, holds },
		start: async (shapes) =>
			(await Policy.initial(shapes, placed.model, tuning, seed)).tensors,
	});
	try {
		return await trained(recorded, session, learner);
	} finally {
		await learner.dispose();
		await session.dispose();
	}
}

async function trained(
	recorded: Recorded,
	session: EngineSession,
	learner: Learner,
): Promise<Replayed> {
	const { objective, tuning, holds } = recorded;
	const { reference } = objective.needs;
	const scorer = await session.scorer({ compares: false });
	const comparing = await session.scorer({ compares: true });
	const start = await session.start();
	const frozen = async (groups: readonly Group[]) =>
		scorer.scoreBatch(groups.flat(), start);
	const given = givenOf(recorded, reference === "none" ? null : frozen);
	const before = await valuesOf(learner);
	const steps: ReplayedStep[] = [];
	for (let step = 0; step < stepCount; step++) {
		const plan: StepPlan = {
			...{ step, seed: seed + step, learningRate: rates[tuning], given },
			microBatches: microBatchesOf(objective, step),
			hold: holds ? await holdOf(comparing, step) : null,
		};
		const result = await learner.step(plan);
		const { norm, heldKl } = result;
		steps.push({ loss: lossOf(result), norm, heldKl });
	}
	const after = await valuesOf(learner);
	await scorer.dispose();
	await comparing.dispose();
	return { steps, before, after };
}

async function holdOf(scorer: Scorer, step: number): Promise<Hold> {
	const held = await Promise.all(
		[0, 1].map(async (part) => {
			const rows = rowsOf(`held ${step}.${part}`, 2, () => true);
			const baselines = await scorer.baselinesOf(rows);
			return { rows, baselines };
		}),
	);
	return { held, strength: 3 };
}
