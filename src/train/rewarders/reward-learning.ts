import { dirname } from "node:path";
import { dropoutSeeds, RandomStream } from "../../core/random.ts";
import type { Group } from "../../data/example.ts";
import { microBatchesOf } from "../../data/micro-batches.ts";
import type {
	Foundation,
	Learner,
	LearnerState,
	RewardScorer,
} from "../../engine/engine.ts";
import { nothingGiven } from "../../engine/step.ts";
import { writeRewardModel } from "../../formats/peft/reward-model.ts";
import type { ShapedModel } from "../../models/model.ts";
import type { Tuning } from "../../nn/parameters.ts";
import { rewardModel } from "../../objectives/preferences/reward-model.ts";
import { adapterOf } from "../../policy/adapter-of.ts";
import { rewardHead } from "../../policy/graphs.ts";
import { textOf } from "../../policy/model-text.ts";
import { Policy } from "../../policy/policy.ts";
import { savedRewards } from "../../policy/reward-reader.ts";
import { baseName } from "../../recipes/resolve/adapter-base.ts";
import type { SavedCheckpoint } from "../../runs/checkpoint.ts";
import type { SampleRecord } from "../../runs/folder/round-folder.ts";
import { foundationOf } from "../open-reward-model.ts";
import { readAll, withOutcome } from "../outcome.ts";
import type { Prepared } from "../prepare/prepare.ts";
import type { Demonstration } from "../rounds/demonstration.ts";
import {
	dropReason,
	type PairingRule,
	pairOf,
} from "../rounds/pair-samples.ts";
import { type Round, roundOf } from "../rounds/rounds.ts";
import type { Stage } from "../sources/stage.ts";
import { comparePairs } from "./compare-pairs.ts";
import { rewardSteps } from "./reward-steps.ts";
import {
	type Comparison,
	type LearntRewards,
	type Rewarder,
	type SampledGroup,
	samplesOf,
} from "./rewarder.ts";

export interface RewardLearningOptions extends PairingRule {
	/** Rounds of the run. */
	readonly rounds: number;
	/** Optimizer steps of the reward model in each round, each of `batch.rows` pairs. */
	readonly steps: number;
	/** Samples of each prompt that it learns from in a round. */
	readonly perPrompt: number;
	/** Share of a step's pairs that are labelled ones, if the data has some. */
	readonly pairShare: number;
	/** The folder of a reward model to continue from; null starts with a new one. */
	readonly from: string | null;
	readonly learningRate: number;
	/** Weight of the term that keeps rewards near 0. */
	readonly centre: number;
}

/** Names of the reward model's tensors in a checkpoint begin with this. */
const prefix = "reward/";

/** Under this name a checkpoint holds how many optimizer steps the reward model has taken. */
const stepsTaken = `${prefix}steps`;

/** Adapters of the reward model if the policy is tuned in full. */
const usualAdapter = { rank: 8, alpha: 16, rslora: false, dropout: 0 };

interface Parts {
	readonly on: Foundation;
	/** The model that `on` names. */
	readonly model: ShapedModel;
	readonly learner: Learner;
	readonly scorer: RewardScorer;
	readonly tuning: Extract<Tuning, { kind: "lora" }>;
}

/**
 * A reward model that learns, in each round, to put demonstrations above the policy's samples (RFT, arXiv 2405.17888):
 * adapters and a scalar head of its own beside the policy's base.
 */
export class RewardLearning implements Rewarder, LearntRewards {
	readonly learnt = this;
	readonly #prepared: Prepared;
	readonly #options: RewardLearningOptions;
	readonly #parts: Parts;
	/** Optimizer steps taken, over all rounds. */
	#steps = 0;

	private constructor(
		prepared: Prepared,
		options: RewardLearningOptions,
		parts: Parts,
	) {
		this.#prepared = prepared;
		this.#options = options;
		this.#parts = parts;
	}

	/** Throws `weights` for a saved reward model that does not fit the run's model. */
	static async create(
		{ prepared, session }: Pick<Stage, "prepared" | "session">,
		options: RewardLearningOptions,
	): Promise<RewardLearning> {
		const { recipe } = prepared;
		const { from } = options;
		const on = from ? await foundationOf(from, prepared) : "model";
		const model = prepared[on];
		const saved = from ? await savedRewards(from, model) : null;
		const tuning = saved?.tuning ?? rewardTuning(prepared);
		const learner = await session.learner("reward", {
			...{ on, tuning, holds: false },
			objective: rewardModel({ centre: options.centre }),
			optimizer: recipe.optimizer,
			start: async (shapes) => {
				const { seed } = recipe;
				const start = await Policy.initial(shapes, model, tuning, seed);
				start.restore(saved?.values ?? []);
				return start.tensors;
			},
		});
		const scorer = await session.rewardScorer({ on, tuning, saved: null });
		return new RewardLearning(prepared, options, {
			...{ on, model, learner, scorer, tuning },
		});
	}

	get perPrompt(): number {
		return this.#options.perPrompt;
	}

	async judge(groups: readonly SampledGroup[]) {
		const rows = groups.flatMap(samplesOf);
		const { scorer, learner } = this.#parts;
		const rewards = await scorer.score(rows, learner.weights);
		let at = 0;
		return groups.map(({ samples }) =>
			samples.map(() => {
				const reward = rewards[at++] as number;
				return { reward, total: reward };
			}),
		);
	}

	async compare(groups: readonly SampledGroup[]): Promise<Comparison | null> {
		const pairs = groups.flatMap(({ demonstration, samples }) =>
			samples
				.filter((sample) => this.dropReason(demonstration, sample) === null)
				.map((sample) => pairOf(demonstration, sample)),
		);
		const { learner, scorer } = this.#parts;
		return comparePairs(await scorer.score(pairs.flat(), learner.weights));
	}

	dropReason(demonstration: Demonstration, sample: SampleRecord) {
		const { tokenizer } = this.#prepared;
		return dropReason(demonstration, sample, this.#options, (ids) =>
			textOf(tokenizer, ids),
		);
	}

	async learn(sampled: readonly Group[], { number }: Round): Promise<void> {
		const { recipe, pairs } = this.#prepared;
		const { steps, learningRate, pairShare } = this.#options;
		const shuffle = (name: string, groups: readonly Group[]) =>
			new RandomStream(recipe.seed, `reward/${name}`).shuffle([...groups]);
		const made = rewardSteps({
			sampled: shuffle(`${number}`, sampled),
			labelled: shuffle("pairs", pairs),
			...{ steps, pairShare, round: number, rows: recipe.batch.rows },
		});
		for (const [step, groups] of made.entries()) {
			const at = { round: number, steps, step };
			await this.#parts.learner.step({
				...{ step, learningRate, given: nothingGiven, hold: null },
				microBatches: microBatchesOf(groups, recipe.batch.tokens),
				seed: dropoutSeeds.ofRewardStep(recipe.seed, at),
			});
		}
		this.#steps += made.length;
	}

	get parameters(): number {
		return this.#parts.learner.parameters;
	}

	async state(): Promise<LearnerState> {
		const state = await this.#parts.learner.state(prefix);
		const data = Float32Array.of(this.#steps);
		const taken = { name: stepsTaken, shape: [1], data };
		return { ...state, optimizer: [...state.optimizer, taken] };
	}

	async restore(checkpoint: SavedCheckpoint): Promise<void> {
		const taken = checkpoint.optimizer.find(({ name }) => name === stepsTaken);
		this.#steps = taken?.data[0] ?? this.#stepsBefore(checkpoint.step);
		await this.#parts.learner.restore(checkpoint, this.#steps, prefix);
	}

	async write(folder: string): Promise<void> {
		const { recipe, base } = this.#prepared;
		const { model, tuning, learner } = this.#parts;
		const values = await withOutcome(learner, dirname(folder), readAll);
		const name = model === base ? recipe.base : recipe.model;
		await writeRewardModel(folder, {
			adapter: adapterOf(
				tuning,
				model.architecture,
				values,
				baseName(name, folder),
			),
			head: values.get(rewardHead) ?? new Float32Array(),
		});
	}

	async dispose(): Promise<void> {
		await this.#parts.learner.dispose();
		await this.#parts.scorer.dispose();
	}

	/** Of a checkpoint that does not say it: as if every round before had taken its steps. */
	#stepsBefore(step: number): number {
		const { rounds: count, steps } = this.#options;
		if (step === 0) return 0;
		const length = { count };
		return roundOf(step - 1, this.#prepared.steps, length).number * steps;
	}
}

function rewardTuning({ tuning, model }: Prepared) {
	if (tuning.kind === "lora") return tuning;
	const paths = new Set(model.architecture.linears.map(({ path }) => path));
	return { kind: "lora" as const, ...usualAdapter, paths };
}
