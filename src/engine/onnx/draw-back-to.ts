import type { Model } from "../../models/model.ts";
import type { Tuning } from "../../nn/parameters.ts";
import { Policy } from "../../policy/policy.ts";
import type { DrawBack } from "../engine.ts";

/** Keeps a policy as it is, to move it in place along the straight way to a base. */
export async function drawBackTo(
	model: Model,
	policy: Policy,
	tuning: Tuning,
): Promise<DrawBack> {
	const base = await Policy.base(policy.tensors, model, tuning);
	const whole = policy.tensors.map(({ data }) => data.slice());
	return {
		async place(share) {
			// Adapters are two factors of one change.
			const part = tuning.kind === "lora" ? Math.sqrt(share) : share;
			policy.tensors.forEach(({ data }, i) => {
				const from = base.tensors[i]?.data as Float32Array;
				const to = whole[i] as Float32Array;
				for (let k = 0; k < data.length; k++)
					data[k] =
						(from[k] as number) +
						part * ((to[k] as number) - (from[k] as number));
			});
			policy.moved();
		},
	};
}
