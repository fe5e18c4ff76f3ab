import { mean } from "../../stats/mean.ts";
import { marginsOf, winRate } from "../../stats/share.ts";
import type { Comparison } from "./rewarder.ts";

/** Rewards of demonstrations and samples, that come as demonstration, sample, demonstration, ...; null for none. */
export function comparePairs(rewards: readonly number[]): Comparison | null {
	const demos = rewards.filter((_, i) => i % 2 === 0);
	const samples = rewards.filter((_, i) => i % 2 === 1);
	const [demo, sample] = [mean(demos), mean(samples)];
	if (demo === null || sample === null) return null;
	return { accuracy: winRate(marginsOf(rewards)), demo, sample };
}
