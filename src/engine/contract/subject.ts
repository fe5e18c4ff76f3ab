import { TemperError } from "../../core/error.ts";
import { alone, type Example, type Group } from "../../data/example.ts";
import type { Model } from "../../models/model.ts";
import type { Tuning } from "../../nn/parameters.ts";
import { sft } from "../../objectives/imitation/sft.ts";
import type { Objective } from "../../objectives/objective.ts";
import type { GraphOptions } from "../../policy/graphs.ts";
import { Policy } from "../../policy/policy.ts";
import type {
	Engine,
	Gradients,
	Learner,
	OptimizerOptions,
} from "../engine.ts";
import { type Given, nothingGiven, type StepPlan } from "../step.ts";
import type { TinyFamily } from "./tiny-model.ts";

/** What a check is given. */
export interface Subject {
	readonly family: TinyFamily;
	/** One layer, 24 words. */
	readonly model: Model;
	/** Six rows of 5 to 9 tokens. */
	readonly rows: readonly Example[];
	/** Largest difference from a wanted number, relative to 1 + its size. */
	readonly tolerance: number;
}

/** One promise of the contract. `check` throws `internal`, naming the part that is not kept. */
export interface Check {
	readonly name: string;
	readonly check: (engine: Engine, subject: Subject) => Promise<void>;
}

export const full: Tuning = { kind: "full" };

export const optimizer: OptimizerOptions = {
	...{ betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0.01, clip: 1 },
};

/** Adapters on every linear layer of a model. */
export function adapters({ architecture }: Model, dropout = 0): Tuning {
	const paths = new Set(architecture.linears.map(({ path }) => path));
	return { kind: "lora", rank: 2, alpha: 4, rslora: false, dropout, paths };
}

export function graphOptions(tuning: Tuning): GraphOptions {
	return {
		...{ tuning, precision: "float32", length: 32, chunks: 2 },
		...{ recompute: false, sharedPrompts: false },
	};
}

/** Throws `internal`, naming the promise's part, unless `found` is within `tolerance` of `wanted`, relative to 1 + |wanted|. */
export function expectNear(
	where: string,
	found: ArrayLike<number>,
	wanted: ArrayLike<number>,
	tolerance: number,
): void {
	if (found.length !== wanted.length)
		refuse(where, `${wanted.length} numbers`, String(found.length));
	for (let i = 0; i < wanted.length; i++) {
		const [value, goal] = [found[i] as number, wanted[i] as number];
		if (!(Math.abs(value - goal) <= tolerance * (1 + Math.abs(goal))))
			refuse(`${where}[${i}]`, `${goal} within ${tolerance}`, String(value));
	}
}

export function expectTrue(where: string, holds: boolean): void {
	if (!holds) refuse(where, "what the contract promises", "something else");
}

function refuse(where: string, expected: string, found: string): never {
	throw new TemperError("internal", { where, expected, found });
}

/** Opens something, uses it and disposes of it. */
export async function using<T extends { dispose(): Promise<void> }, R>(
	opening: Promise<T>,
	use: (opened: T) => Promise<R>,
): Promise<R> {
	const opened = await opening;
	try {
		return await use(opened);
	} finally {
		await opened.dispose();
	}
}

export interface Sums {
	readonly sum: number;
	readonly weight: number;
	/** By name. */
	readonly gradients: ReadonlyMap<string, Float32Array>;
}

export interface GradientsWanted {
	readonly model: Model;
	readonly objective: Objective;
	readonly tuning: Tuning;
	readonly microBatches: readonly (readonly Group[])[];
	readonly given?: Given;
}

/** Sums at the policy where training starts, after `change`. */
type SumsAt = (change?: (policy: Policy) => void) => Promise<Sums>;

/** Opens the gradients of an objective over micro-batches, to be asked for at any number of policies. */
export function withSums<R>(
	engine: Engine,
	{ model, objective, tuning, ...step }: GradientsWanted,
	use: (sumsAt: SumsAt) => Promise<R>,
): Promise<R> {
	const opening = engine.gradients({
		...{ model, objective, graph: graphOptions(tuning), endIds: new Set() },
	});
	return using(opening, (opened) =>
		use(async (change = () => {}) => {
			const { trainables } = opened;
			const policy = await Policy.initial(trainables, model, tuning, 1);
			change(policy);
			return runAll(opened, policy, step);
		}),
	);
}

async function runAll(
	opened: Gradients,
	policy: Policy,
	{
		microBatches,
		given = nothingGiven,
	}: Pick<GradientsWanted, "microBatches" | "given">,
): Promise<Sums> {
	opened.clear();
	let [sum, weight] = [0, 0];
	for (const groups of microBatches) {
		const result = await opened.run(groups, policy, given, 0);
		sum += result.sum;
		weight += result.weight;
	}
	const byName = opened.trainables.map(
		({ name }, i) =>
			[name, Float32Array.from(opened.gradients[i] ?? [])] as const,
	);
	return { sum, weight, gradients: new Map(byName) };
}

/** Numerator, denominator and gradients of an objective where training starts. */
export function sumsOf(engine: Engine, wanted: GradientsWanted): Promise<Sums> {
	return withSums(engine, wanted, (sumsAt) => sumsAt());
}

/** A learner of SFT that starts from the model, adapters drawn from seed 1. */
export function openLearner(
	engine: Engine,
	model: Model,
	tuning: Tuning,
): Promise<Learner> {
	return engine.learner({
		...{ model, objective: sft(), graph: graphOptions(tuning) },
		...{ endIds: new Set(), optimizer },
		start: (trainables) => Policy.initial(trainables, model, tuning, 1),
	});
}

/** Step `step`, from 0, on all rows. */
export function planOf(rows: readonly Example[], step: number): StepPlan {
	return {
		...{ step, microBatches: [alone(rows)], given: nothingGiven },
		...{ learningRate: 0.01, seed: 7 + step, hold: null },
	};
}

/** The bytes of everything that a learner would save. */
export function bytesOf(learner: Learner): string {
	const { trainable, optimizer } = learner.tensors();
	return [...trainable, ...optimizer]
		.map(
			({ name, data }) =>
				`${name} ${Buffer.from(data.buffer).toString("base64")}`,
		)
		.join("\n");
}
