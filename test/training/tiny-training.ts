import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { RandomStream } from "../../src/core/random.ts";
import type { Group } from "../../src/data/example.ts";
import { Stepper } from "../../src/engine/onnx/stepper.ts";
import { nothingGiven, type Reference } from "../../src/engine/step.ts";
import { computable } from "../../src/models/model.ts";
import type { Objective } from "../../src/objectives/objective.ts";
import { Policy } from "../../src/policy/policy.ts";
import { type Prepared, prepare } from "../../src/train/prepare/prepare.ts";
import { writeChatRows, writeRandomLlama } from "../fixtures/random-llama.ts";
import { tinyRecipe } from "./tiny-recipe.ts";

/** Writes a tiny random model and 24 rows of chat into a folder, answers of 2 to 12 words. */
export async function fillTinyFolder(folder: string): Promise<void> {
	mkdirSync(join(folder, "model"));
	await writeRandomLlama(join(folder, "model"));
	writeChatRows(join(folder, "rows.jsonl"), 24, (i) => 2 + ((5 * i) % 11));
}

export interface Gradients {
	readonly sum: number;
	readonly weight: number;
	readonly byName: ReadonlyMap<string, Float32Array>;
	/** Log-probabilities of supervised tokens in the order of the micro-batches. */
	readonly logProb: readonly number[];
}

/** What is trained, moved away from where it starts: adapters of zeros have half of their gradients zero. */
export async function movedPolicy(
	{ trainables }: Stepper,
	{ model, tuning }: Prepared,
): Promise<Policy> {
	const policy = await Policy.initial(trainables, model, tuning, 1);
	const stream = new RandomStream(4, "moved");
	for (const { data } of policy.tensors)
		for (let i = 0; i < data.length; i++)
			data[i] = (data[i] as number) + 0.05 * stream.normal();
	return policy;
}

export interface GradientOptions {
	readonly reference?: Reference | null;
	readonly dropoutSeed?: number;
	/** Changes the policy before it is used. */
	readonly edit?: (policy: Policy) => void;
}

/** A stepper of its own for a recipe, on one thread. */
export async function openStepper(
	prepared: Prepared,
	objective: Objective,
): Promise<Stepper> {
	return Stepper.create(
		computable(prepared.model),
		objective,
		prepared.graph,
		{ device: "cpu", threads: 1 },
		prepared.tokenizer.endOfTurn,
	);
}

/** Loss and gradients of one optimizer step over the given micro-batches, before any division. */
export async function gradientsOf(
	folder: string,
	objective: Objective,
	microBatches: (train: readonly Group[]) => readonly (readonly Group[])[],
	changes: Readonly<Record<string, unknown>> = {},
	{ reference = null, dropoutSeed = 0, edit }: GradientOptions = {},
): Promise<Gradients> {
	const prepared = await prepare(tinyRecipe(folder, changes));
	const stepper = await openStepper(prepared, objective);
	const policy = await movedPolicy(stepper, prepared);
	edit?.(policy);
	stepper.clear();
	let [sum, weight] = [0, 0];
	const logProb: number[] = [];
	const given = { ...nothingGiven, reference };
	for (const groups of microBatches(prepared.train)) {
		const result = await stepper.run(groups, policy, given, dropoutSeed);
		sum += result.sum;
		weight += result.weight;
		logProb.push(...(result.outputs.logProb ?? []));
	}
	const byName = new Map(
		stepper.trainables.map(({ name }, i) => [
			name,
			stepper.gradients[i] as Float32Array,
		]),
	);
	await stepper.dispose();
	return { sum, weight, byName, logProb };
}

/** Norm of the difference of two gradients over the norm of the first. */
export function relativeGap(a: Gradients, b: Gradients): number {
	let [gap, size] = [0, 0];
	for (const [name, x] of a.byName) {
		const y = b.byName.get(name) ?? new Float32Array();
		x.forEach((value, i) => {
			gap += (value - (y[i] ?? Number.NaN)) ** 2;
			size += value ** 2;
		});
	}
	return Math.sqrt(gap / size);
}
