import { RandomStream } from "../../core/random.ts";
import type { Group } from "../../data/example.ts";
import { writeRewardModel } from "../../formats/peft/reward-model.ts";
import type { Tuning } from "../../nn/parameters.ts";
import { rewardModel } from "../../objectives/reward-model.ts";
import type { Checkpoint } from "../../runs/checkpoint.ts";
import { type GraphOptions, rewardHead } from "../graphs.ts";
import { Learner } from "../learner.ts";
import { Policy } from "../policy.ts";
import type { Prepared } from "../prepare.ts";
import { RewardScorer } from "../reward-scorer.ts";
import { microBatchesOf } from "../rounds/micro-batches.ts";
import { type PairingRule, pairSample } from "../rounds/pair-samples.ts";
import { shareOf } from "../rounds/round-demonstrations.ts";
import { type Round, roundOf } from "../rounds/rounds.ts";
import { deviceOptions, graphOptions } from "../setup.ts";
import { nothingGiven } from "../stepper.ts";
import { adapterOf } from "../tuning.ts";
import { comparePairs } from "./compare-pairs.ts";
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
	/** Optimizer steps of the reward model in each round. */
	readonly steps: number;
	readonly learningRate: number;
	/** Weight of the term that keeps rewards near 0. */
	readonly centre: number;
}

/** Names of the reward model's tensors in a checkpoint begin with this. */
const prefix = "reward/";

/** Adapters of the reward model where the policy is tuned whole. */
const usualAdapter = { rank: 8, alpha: 16, rslora: false, dropout: 0 };

/**
 * A reward model that learns, in each round, to put demonstrations above the policy's samples (RFT, arXiv 2405.17888):
 * adapters and a scalar head of its own beside the policy's base.
 */
export class RewardLearning implements Rewarder, LearntRewards {
	readonly learnt = this;
	readonly #prepared: Prepared;
	readonly #options: RewardLearningOptions;
	readonly #learner: Learner;
	readonly #scorer: RewardScorer;
	readonly #tuning: Extract<Tuning, { kind: "lora" }>;

	private constructor(
		prepared: Prepared,
		options: RewardLearningOptions,
		learner: Learner,
		scorer: RewardScorer,
		tuning: Extract<Tuning, { kind: "lora" }>,
	) {
		this.#prepared = prepared;
		this.#options = options;
		this.#learner = learner;
		this.#scorer = scorer;
		this.#tuning = tuning;
	}

	static async create(
		prepared: Prepared,
		options: RewardLearningOptions,
	): Promise<RewardLearning> {
		const { model, recipe, tokenizer } = prepared;
		const tuning = rewardTuning(prepared);
		const graph: GraphOptions = { ...graphOptions(prepared), tuning };
		const device = deviceOptions(prepared);
		const learner = await Learner.create({
			...{ model, graph, device },
			objective: rewardModel({ centre: options.centre }),
			endIds: tokenizer.endOfTurn,
			optimizer: { ...recipe.optimizer, learningRate: options.learningRate },
			start: (trainables) =>
				Policy.initial(trainables, model, tuning, recipe.seed),
		});
		const { tokens } = recipe.batch;
		const scorer = await RewardScorer.create(model, graph, device, tokens);
		return new RewardLearning(prepared, options, learner, scorer, tuning);
	}

	async judge(groups: readonly SampledGroup[], round: Round) {
		await this.#learn(groups, round);
		const rows = groups.flatMap(samplesOf);
		const rewards = await this.#scorer.score(rows, this.#learner.policy);
		let at = 0;
		return groups.map(({ samples }) =>
			samples.map(() => {
				const reward = rewards[at++] as number;
				return { reward, total: reward };
			}),
		);
	}

	async compare(groups: readonly SampledGroup[]): Promise<Comparison | null> {
		const pairs = this.#pairs(groups);
		const { policy } = this.#learner;
		const rewards = await this.#scorer.score(pairs.flat(), policy);
		return comparePairs(rewards);
	}

	tensors() {
		return this.#learner.tensors(prefix);
	}

	restore(checkpoint: Checkpoint): void {
		const { rounds: count, steps } = this.#options;
		const { step } = checkpoint;
		const begun =
			step === 0
				? 0
				: roundOf(step - 1, this.#prepared.steps, { count }).number;
		this.#learner.restore(checkpoint, begun * steps, prefix);
	}

	async write(folder: string): Promise<void> {
		const { model, recipe } = this.#prepared;
		const { values } = this.#learner.policy;
		const { architecture } = model;
		await writeRewardModel(folder, {
			adapter: adapterOf(this.#tuning, architecture, values, recipe.model),
			head: values.get(rewardHead) ?? new Float32Array(),
		});
	}

	async dispose(): Promise<void> {
		await this.#learner.dispose();
		await this.#scorer.dispose();
	}

	#pairs(groups: readonly SampledGroup[]): Group[] {
		return groups.flatMap(({ demonstration, samples }) =>
			samples.flatMap((sample) => {
				const made = pairSample(demonstration, sample, this.#options);
				return "pair" in made ? [made.pair] : [];
			}),
		);
	}

	async #learn(groups: readonly SampledGroup[], { number }: Round) {
		const { recipe } = this.#prepared;
		const { steps, learningRate } = this.#options;
		const stream = new RandomStream(recipe.seed, `reward/${number}`);
		const pairs = stream.shuffle(this.#pairs(groups));
		if (pairs.length === 0) return;
		for (let step = 0; step < steps; step++) {
			const whole = { number, from: 0, to: steps };
			const share = shareOf(pairs, step, whole, 1);
			const seed = (number * steps + step) ^ recipe.seed;
			await this.#learner.step(
				microBatchesOf(share, recipe.batch.tokens),
				nothingGiven,
				{ step, learningRate, seed, hold: null },
			);
		}
	}
}

function rewardTuning({ tuning, model }: Prepared) {
	if (tuning.kind === "lora") return tuning;
	const paths = new Set(model.architecture.linears.map(({ path }) => path));
	return { kind: "lora" as const, ...usualAdapter, paths };
}
