/**
 * How much better an answer is than the others of its prompt. `normalised`: less the group's mean, over its deviation
 * (GRPO, arXiv 2402.03300). `centred`: less the mean (Dr. GRPO, arXiv 2503.20783). `leave-one-out`: less the mean of the
 * others (RLOO, arXiv 2402.14740).
 */
export type Baseline = "normalised" | "centred" | "leave-one-out";

export interface GroupAdvantages {
	/** By group, then by answer. */
	readonly advantages: readonly (readonly number[])[];
	/** Groups whose rewards are all equal: their advantages are 0 and they teach nothing. */
	readonly equalGroups: number;
}

/** Keeps differences that are noise from being blown up to 1; as TRL has it. */
const leastDeviation = 1e-4;

/**
 * Advantages of sampled answers from their rewards, each group the answers to one prompt. `penalties` are subtracted
 * from the rewards first; beta [log pi(y) - log pi_ref(y)] makes the policy gradient that of E r - beta KL(pi || pi_ref).
 */
export function groupAdvantages(
	rewards: readonly (readonly number[])[],
	baseline: Baseline,
	penalties: readonly (readonly number[])[] | null = null,
): GroupAdvantages {
	// Decided before any rounding: the mean of equal numbers need not equal them.
	const equal = (group: readonly number[]) =>
		group.every((value) => value === group[0]);
	const advantages = rewards.map((group, g) => {
		const values = group.map(
			(reward, i) => reward - (penalties?.[g]?.[i] ?? 0),
		);
		return equal(values) ? values.map(() => 0) : relative(values, baseline);
	});
	return { advantages, equalGroups: rewards.filter(equal).length };
}

function relative(group: readonly number[], baseline: Baseline): number[] {
	const n = group.length;
	const mean = group.reduce((sum, reward) => sum + reward, 0) / n;
	const centred = group.map((reward) => reward - mean);
	switch (baseline) {
		case "centred":
			return centred;
		case "leave-one-out":
			// r - (sum - r) / (n - 1) = (r - mean) n / (n - 1)
			return centred.map((gap) => (gap * n) / (n - 1));
		case "normalised": {
			const squares = centred.reduce((sum, gap) => sum + gap * gap, 0);
			const deviation = Math.sqrt(squares / (n - 1));
			return centred.map((gap) => gap / (deviation + leastDeviation));
		}
		default:
			return baseline satisfies never;
	}
}
