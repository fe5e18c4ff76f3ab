import { exampleOf, type Group } from "../../data/example.ts";
import type { LearnerState } from "../../engine/engine.ts";
import type { SavedCheckpoint } from "../../runs/checkpoint.ts";
import type { SampleRecord } from "../../runs/folder/round-folder.ts";
import type { Estimate } from "../../stats/estimate.ts";
import type { Demonstration } from "../rounds/demonstration.ts";
import type { DropReason } from "../rounds/pair-samples.ts";
import type { Round } from "../rounds/rounds.ts";

/** A demonstration and the samples of its prompt. */
export interface SampledGroup {
	readonly demonstration: Demonstration;
	readonly samples: readonly SampleRecord[];
}

/** The samples as rows to learn from. */
export function samplesOf({ demonstration, samples }: SampledGroup): Group {
	const { id, prompt } = demonstration;
	return samples.map(({ ids }) => exampleOf(id, prompt, ids, true));
}

/** Rewards of one sample by name, `total` among them. */
export type RewardValues = Readonly<Record<string, number>>;

/** Demonstrations compared with samples, by their rewards. */
export interface Comparison {
	/** Share of pairs whose demonstration has the higher reward. */
	readonly accuracy: Estimate;
	/** Mean rewards. */
	readonly demo: number;
	readonly sample: number;
}

/** Where the rewards of sampled answers come from. */
export interface Rewarder {
	/** Rewards by group and sample. Throws `data`. */
	judge(
		groups: readonly SampledGroup[],
	): Promise<readonly (readonly RewardValues[])[]>;
	/** Null if it does not compare the two, or there is nothing to compare. */
	compare(groups: readonly SampledGroup[]): Promise<Comparison | null>;
	/** What it learns by itself; null if it learns nothing. */
	readonly learnt: LearntRewards | null;
	dispose(): Promise<void>;
}

/** Rewards that are learnt while the policy is. */
export interface LearntRewards {
	/** Samples of each prompt that it learns from in a round; the policy learns from others. */
	readonly perPrompt: number;
	/** Why a sample, paired with its demonstration, carries no signal for it; null if it does. */
	dropReason(
		demonstration: Demonstration,
		sample: SampleRecord,
	): DropReason | null;
	/** Learns from a round's pairs of demonstrations and samples. */
	learn(pairs: readonly Group[], round: Round): Promise<void>;
	/** What a checkpoint must hold of them. */
	state(): Promise<LearnerState>;
	restore(checkpoint: SavedCheckpoint): Promise<void>;
	/** How many numbers are trained. */
	readonly parameters: number;
	/** Writes the reward model, as PEFT keeps one. Throws `disk`. */
	write(folder: string): Promise<void>;
}
