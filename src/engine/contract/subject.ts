import { TemperError } from "../../core/error.ts";
import { alone, type Example } from "../../data/example.ts";
import type { Model } from "../../models/model.ts";
import type { Tuning } from "../../nn/parameters.ts";
import { sft } from "../../objectives/imitation/sft.ts";
import type { Objective } from "../../objectives/objective.ts";
import type { GraphOptions } from "../../policy/graphs.ts";
import { Policy } from "../../policy/policy.ts";
import type {
	Engine,
	EngineSession,
	Learner,
	LearnerOptions,
	OptimizerOptions,
} from "../engine.ts";
import { nothingGiven, type StepPlan } from "../step.ts";
import type { TinyFamily } from "./tiny-model.ts";

/** What a check is given. */
export interface Subject {
	readonly family: TinyFamily;
	/** Of the model; a check may write into it. */
	readonly folder: string;
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

export interface Opened {
	readonly session: EngineSession;
	/** The learner `policy`. */
	readonly learner: Learner;
}

export interface OpeningOptions {
	readonly tuning: Tuning;
	/** What is learned, by default SFT. */
	readonly objective?: Objective;
	/** Whether steps hold rows to the base. */
	readonly holds?: boolean;
	/** Of one micro-batch that is scored. */
	readonly tokens?: number;
	/** What is trained before the first step, by default as a run starts with seed 1. */
	readonly start?: LearnerOptions["start"];
}

/** Opens a session with a learner of the policy, uses both and disposes of them. */
export async function withLearner<R>(
	engine: Engine,
	{ folder, model }: Subject,
	{
		tuning,
		objective = sft(),
		tokens = 100,
		start,
		holds = false,
	}: OpeningOptions,
	use: (opened: Opened) => Promise<R>,
): Promise<R> {
	const placed = { folder, model };
	const opening = engine.open({
		...{ model: placed, base: placed, reference: null },
		graph: graphOptions(tuning),
		...{ tokens, endIds: new Set(), sampling: "float32" },
	});
	return using(opening, (session) =>
		using(
			session.learner("policy", {
				...{ on: "model", tuning, objective, optimizer, holds },
				start:
					start ??
					(async (shapes) =>
						(await Policy.initial(shapes, model, tuning, 1)).tensors),
			}),
			(learner) => use({ session, learner }),
		),
	);
}

/** Step `step`, from 0, on all rows. */
export function planOf(rows: readonly Example[], step: number): StepPlan {
	return {
		...{ step, microBatches: [alone(rows)], given: nothingGiven },
		...{ learningRate: 0.01, seed: 7 + step, hold: null },
	};
}
