import { gradients } from "../grad/gradients.ts";
import type { Objective } from "../objectives/objective.ts";

/** The metric of `weighing`: derivative of the numerator by each token's log-probability, [S]. */
export const tokenGradient = "tokenGradient";

/**
 * The same objective with one more metric: what its numerator changes by per nat of each supervised token. This is the
 * weight with which the token's log-probability enters the gradient, whatever the formula of the loss.
 */
export function weighing(objective: Objective): Objective {
	return {
		...objective,
		loss(ops, policy, reference, batch) {
			const loss = objective.loss(ops, policy, reference, batch);
			const [gradient] = gradients(ops, loss.sum, [policy.logProb], {
				recompute: "nothing",
				unit: "one.token",
			});
			const metrics =
				gradient === undefined
					? loss.metrics
					: { ...loss.metrics, [tokenGradient]: gradient };
			return { ...loss, metrics };
		},
	};
}
