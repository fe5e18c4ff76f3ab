import { TemperError } from "../../../core/error.ts";
import { rewardModel } from "../../../objectives/preferences/reward-model.ts";
import type {
	EngineFacts,
	EngineSession,
	Foundation,
	Generator,
	Learner,
	LearnerName,
	LearnerOptions,
	PlacedModel,
	ReferenceScorer,
	RewardScorer,
	RewardScorerOptions,
	Scorer,
	SessionOptions,
	Weights,
} from "../../engine.ts";
import type { TorchGroup } from "../process.ts";
import type { Message } from "../wire.ts";
import { type Holding, sessionShard } from "./session-shard.ts";
import {
	openSavedRewards,
	TorchLearner,
	tuningFields,
} from "./torch-learner.ts";
import { referenceScorer, rewardScorer, TorchScorer } from "./torch-scorer.ts";
import { TorchWeights, torchWeights } from "./torch-weights.ts";

export interface SessionParts extends Holding {
	readonly group: TorchGroup;
	/** Draws answers from the weights of a session. */
	readonly sampler: (group: TorchGroup, options: SessionOptions) => Generator;
}

/**
 * The largest |log pi - log pi_ref| per token of weights that are the same. The two may come from micro-batches of other
 * sizes, whose products differ in their last bits.
 */
const startGaps = { float32: 1e-3, others: 3e-2 } as const;

/** Computes in the processes of PyTorch, which hold one copy of the frozen model for all that a training needs. */
export class TorchSession implements EngineSession {
	readonly #options: SessionOptions;
	readonly #parts: SessionParts;
	readonly #shard: "none" | "full";
	#memory: number | null = null;
	#saved = 0;

	private constructor(
		options: SessionOptions,
		parts: SessionParts,
		shard: "none" | "full",
	) {
		this.#options = options;
		this.#parts = parts;
		this.#shard = shard;
	}

	/** Loads the model in all processes. */
	static async open(
		options: SessionOptions,
		parts: SessionParts,
	): Promise<TorchSession> {
		const { model, base, reference, graph, endIds } = options;
		const { group, precision } = parts;
		const shard = await sessionShard(parts, options, group.hello);
		const reply = await group.request({
			op: "open",
			fields: {
				model: model.folder,
				base: base.folder === model.folder ? null : base.folder,
				reference: reference && {
					model: reference.folder,
					adapter: reference.adapter?.folder ?? null,
				},
				...{ precision, shard, recompute: graph.recompute, headChunk: 0 },
				tuning: tuningFields(graph.tuning),
				endIds: [...endIds],
			},
		});
		const session = new TorchSession(options, parts, shard);
		session.#measure(reply);
		return session;
	}

	get facts(): EngineFacts {
		const { precision, group } = this.#parts;
		const { device, world, versions } = group.hello;
		return {
			device: this.#shard === "full" ? `${device}, sharded` : String(device),
			processes: Number(world),
			largestStartGap:
				precision === "float32" ? startGaps.float32 : startGaps.others,
			memoryBytes: this.#memory,
			versions: versions as Record<string, string>,
		};
	}

	learner(name: LearnerName, options: LearnerOptions): Promise<Learner> {
		return TorchLearner.create(name, options, {
			group: this.#parts.group,
			on: this.#modelOf(options.on),
			endIds: this.#options.endIds,
			measure: (reply) => this.#measure(reply),
		});
	}

	async start(): Promise<Weights> {
		return new TorchWeights("start", "policy");
	}

	async scorer(): Promise<Scorer> {
		return new TorchScorer(this.#parts.group, this.#options.tokens);
	}

	async referenceScorer(): Promise<ReferenceScorer> {
		const { reference, tokens } = this.#options;
		if (reference) return referenceScorer(this.#parts.group, tokens);
		throw new TemperError("internal", {
			where: "scores of the reference",
			expected: "a reference of the recipe's own",
			found: "none",
		});
	}

	async rewardScorer({
		on,
		tuning,
		saved,
	}: RewardScorerOptions): Promise<RewardScorer> {
		const { group } = this.#parts;
		const { tokens } = this.#options;
		if (saved === null)
			return rewardScorer(group, tokens, (weights) => learnerOf(weights));
		const name = `saved-${++this.#saved}`;
		await openSavedRewards(group, name, this.#modelOf(on), {
			...{ tuning, saved, objective: rewardModel({ centre: 0 }) },
		});
		return rewardScorer(group, tokens, () => name);
	}

	async generator(): Promise<Generator> {
		return this.#parts.sampler(this.#parts.group, this.#options);
	}

	async dispose(): Promise<void> {
		await this.#parts.group.end();
	}

	#modelOf(on: Foundation): PlacedModel {
		return this.#options[on];
	}

	/** Takes in how much memory the process that used most had used when it answered. */
	#measure({ fields: { memory } }: Message): void {
		if (typeof memory === "number") this.#memory = memory;
	}
}

function learnerOf(weights: Weights | null): string {
	const name = weights && torchWeights(weights).name;
	if (name) return name;
	throw new TemperError("internal", {
		where: "rewards",
		expected: "the weights of a learner",
		found: "none",
	});
}
