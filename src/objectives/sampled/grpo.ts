import type { Value } from "../../graph/graph.ts";
import type { Ops } from "../../graph/ops.ts";
import {
	type BatchShape,
	imitation,
	type Objective,
	repeatOverTokens,
	required,
	rowSums,
} from "../objective.ts";

export interface GrpoOptions {
	/** A token's ratio counts from 1 - low to 1 + high. */
	readonly clip: { readonly low: number; readonly high: number };
	/** Strength of the leash to the reference, for each nat; 0 needs no reference. */
	readonly beta: number;
	/**
	 * Where the leash pulls. `loss`: beta k3 is added to each token's loss, whose gradient is that of KL(pi_ref || pi).
	 * `reward`: the code that computes advantages subtracts beta times the answer's log-ratio from its reward, whose gradient is that of
	 * KL(pi || pi_ref); k3 is watched alone.
	 */
	readonly kl: "loss" | "reward";
	/** `tokens`: over the tokens of the step (DAPO). `answers`: each answer's mean, over the answers (GRPO). */
	readonly normalise: "tokens" | "answers";
}

/** Log-ratios beyond this count as this much, and have no gradient: their exponential stays finite. */
const largest = 20;

/**
 * Group-relative policy optimisation (arXiv 2402.03300, equation 3), for each token of a sampled answer:
 * -min(r A, clip(r, 1 - low, 1 + high) A) + beta k3, where r = pi / pi_sampled and A is the answer's advantage.
 * k3 = pi_ref / pi - log(pi_ref / pi) - 1 estimates KL(pi || pi_ref) (equation 4). Two bounds and the mean over
 * tokens: DAPO, arXiv 2503.14476.
 */
export function grpo({
	clip,
	beta,
	kl: at,
	normalise,
}: GrpoOptions): Objective<"groups"> {
	const leashed = beta !== 0;
	return {
		name: "grpo",
		rows: "groups",
		trains: "policy",
		needs: {
			...imitation,
			reference: leashed ? "tokens" : "none",
			answers: false,
		},
		prepass: null,
		steers: null,
		loss(ops, policy, reference, batch) {
			const { valid, sampled } = batch;
			const ratio = boundedExp(ops, ops.sub(policy.logProb, sampled));
			const advantage = repeatOverTokens(ops, batch.advantages, batch);
			const plain = ops.neg(ops.mul(ratio, advantage));
			const bounded = ops.clamp(ratio, 1 - clip.low, 1 + clip.high);
			const clipped = ops.neg(ops.mul(bounded, advantage));
			const gain = ops.maximum(plain, clipped);
			const kl = leashed
				? estimateKl(ops, policy.logProb, required(reference, "grpo").logProb)
				: null;
			const loss =
				kl && at === "loss" ? ops.add(gain, ops.affine(kl, beta)) : gain;
			return {
				...normalised(ops, ops.mul(loss, valid), batch, normalise),
				metrics: {
					clipped: ops.mul(ops.greater(clipped, plain), valid),
					...(kl && { kl: ops.mul(kl, valid) }),
				},
			};
		},
	};
}

function boundedExp(ops: Ops, x: Value): Value {
	return ops.exp(ops.clamp(x, -largest, largest));
}

/** k3, [S]: never negative, and without bias over tokens that pi samples. */
function estimateKl(ops: Ops, policy: Value, reference: Value): Value {
	const ratio = ops.clamp(ops.sub(reference, policy), -largest, largest);
	return ops.affine(ops.sub(ops.exp(ratio), ratio), 1, -1);
}

function normalised(
	ops: Ops,
	losses: Value,
	batch: BatchShape,
	over: GrpoOptions["normalise"],
): { sum: Value; weight: Value } {
	if (over === "tokens")
		return { sum: ops.sum(losses), weight: ops.sum(batch.valid) };
	const means = ops.div(rowSums(ops, losses, batch), batch.lengths);
	return {
		sum: ops.sum(ops.mul(means, batch.rowValid)),
		weight: ops.sum(batch.rowValid),
	};
}
