import type { TorchSetup } from "./memory.ts";
import { adapterWeights, headWeights, linearWeights } from "./shape.ts";

/** What a token costs beside the setup. */
export interface Work {
	/** Tokens of a typical row: attention looks back half of it on average. */
	readonly rowTokens: number;
	/** Share of tokens that are supervised: only these reach the output head. */
	readonly supervised: number;
	/** Forward passes that only score: one for an objective with a reference that is not kept. */
	readonly scoringPasses: number;
}

/** Floating-point operations of a token, a multiplication and an addition counted as two. */
export interface TokenFlops {
	readonly forward: number;
	readonly backward: number;
	/** The forward pass of the layers a second time, with `recompute`. */
	readonly recomputed: number;
	readonly scoring: number;
	readonly total: number;
}

/**
 * 2 operations per weight and token in a forward pass, and 2 more per layer, feature of attention and token that it looks back
 * to (arXiv 2001.08361, section 2.1, with half of the row for causal attention). The backward pass computes the gradient of each product's
 * input, as much again, and of each trained matrix, as much again: 4 operations per weight for a model that is trained
 * whole (arXiv 2204.02311, appendix B), 2 for a frozen one. Attention's backward pass takes 2.5 times its forward pass: it computes the
 * scores again (arXiv 2205.14135, algorithm 4). The head computes its logits again too.
 */
export function tokenFlops(setup: TorchSetup, work: Work): TokenFlops {
	const { shape, tuning, recompute } = setup;
	const frozen = 2 * linearWeights(shape);
	const adapters =
		tuning.kind === "lora" ? 2 * adapterWeights(shape, tuning.rank) : 0;
	const attention = 2 * shape.layers * shape.attention * work.rowTokens;
	const head = 2 * headWeights(shape) * work.supervised;
	const isFull = tuning.kind === "full";
	const layers = frozen + adapters + attention;
	const forward = layers + head;
	const backward =
		frozen * (isFull ? 2 : 1) +
		2 * adapters +
		2.5 * attention +
		head * (isFull ? 3 : 2);
	const recomputed = recompute ? layers : 0;
	const scoring = work.scoringPasses * (frozen + attention + head);
	return {
		...{ forward, backward, recomputed, scoring },
		total: forward + backward + recomputed + scoring,
	};
}

/** A device, as its maker's data sheet describes it. */
export interface Device {
	readonly name: string;
	/** Bytes. */
	readonly memory: number;
	/** Dense operations per second in bfloat16 with float32 sums. */
	readonly peak: number;
}

/** From the makers' data sheets: dense rates, without sparsity. */
export const devices: readonly Device[] = [
	{ name: "RTX 4090", memory: 24e9, peak: 165e12 },
	{ name: "L40S", memory: 48e9, peak: 362e12 },
	{ name: "A100 80 GB", memory: 80e9, peak: 312e12 },
	{ name: "H100 SXM", memory: 80e9, peak: 989e12 },
	{ name: "H200", memory: 141e9, peak: 989e12 },
];

/**
 * Tokens per second of all processes together, if each device reaches `share` of its peak. The share is an assumption: it
 * stands for everything that is not arithmetic, such as memory traffic, communication and waiting.
 */
export function tokensPerSecond(
	setup: TorchSetup,
	work: Work,
	device: Device,
	share: number,
): number {
	const { total } = tokenFlops(setup, work);
	return (setup.processes * device.peak * share) / total;
}
