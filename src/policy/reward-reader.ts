import { TemperError } from "../core/error.ts";
import type { NamedTensor } from "../core/named-tensor.ts";
import type { Example } from "../data/example.ts";
import { readRewardModel } from "../formats/peft/reward-model.ts";
import type { Model, ShapedModel } from "../models/model.ts";
import type { Tuning } from "../nn/parameters.ts";
import type { Backend } from "../runtime/open-session.ts";
import { type GraphOptions, rewardHead } from "./graphs.ts";
import { adapterTensors, placeAdapter } from "./open-adapter.ts";
import { Policy } from "./policy.ts";
import { RewardScorer } from "./reward-scorer.ts";

/** A saved reward model with its base. */
export interface RewardReader {
	/** The reward of each answer, in their order. */
	score(answers: readonly Example[]): Promise<number[]>;
	dispose(): Promise<void>;
}

export interface RewardReaderOptions {
	readonly device: Backend;
	/** Positions that the longest answer may reach. */
	readonly length: number;
	/** Tokens that are read at once. */
	readonly tokens: number;
}

/** Opens a reward model's folder. Throws `weights` for one that was trained on a base of other sizes, and `device`. */
export async function openRewardReader(
	folder: string,
	model: Model,
	{ device, length, tokens }: RewardReaderOptions,
): Promise<RewardReader> {
	const { tuning, values } = await savedRewards(folder, model);
	const graph = savedRewardGraph(tuning, length);
	const scorer = await RewardScorer.create(model, graph, device, tokens);
	const policy = await Policy.base(scorer.trainables, model, tuning);
	policy.restore(values);
	return {
		score: (answers) => scorer.score(answers, policy),
		dispose: () => scorer.dispose(),
	};
}

/** How the graph of a saved reward model is built: exactly, whatever the run's precision. */
export function savedRewardGraph(tuning: Tuning, length: number): GraphOptions {
	return {
		...{ tuning, length, precision: "float32", chunks: 1 },
		...{ recompute: false, sharedPrompts: false },
	};
}

/** A saved reward model as trained tensors together with their base. Throws `weights` for one made for another model. */
export async function savedRewards(
	folder: string,
	{ architecture }: Pick<ShapedModel, "architecture">,
): Promise<{
	tuning: Extract<Tuning, { kind: "lora" }>;
	values: NamedTensor[];
}> {
	const { adapter, head } = await readRewardModel(folder);
	const placed = placeAdapter(adapter, architecture, folder);
	const { hiddenSize, family } = architecture;
	if (head.length !== hiddenSize)
		throw new TemperError("weights", {
			where: `${folder}, ${rewardHead}`,
			expected: `a head of ${hiddenSize} features, as the hidden states of this ${family} model`,
			found: `one of ${head.length}`,
			hint: "The reward model was made for another model.",
		});
	const score = { name: rewardHead, shape: [1, hiddenSize], data: head };
	return { tuning: placed.tuning, values: [...adapterTensors(placed), score] };
}
