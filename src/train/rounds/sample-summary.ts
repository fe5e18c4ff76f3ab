import type { SamplesEvent } from "../../runs/events.ts";
import type { JudgedSample } from "../../runs/folder/round-folder.ts";
import { correlation } from "../../stats/correlation.ts";
import { mean } from "../../stats/mean.ts";
import type { Demonstration } from "./demonstration.ts";

/** What a round's samples are like, before anything is learned from them. */
export function summariseSamples(
	samples: readonly JudgedSample[],
	demonstrations: readonly Demonstration[],
): Pick<
	SamplesEvent,
	| "samples"
	| "dropped"
	| "meanLength"
	| "meanDemoLength"
	| "endRate"
	| "rewards"
	| "lengthCorrelation"
> {
	const lengths = samples.map(({ ids }) => ids.length);
	const names = Object.keys(samples[0]?.rewards ?? {});
	return {
		...countDropped(samples),
		meanLength: mean(lengths) ?? 0,
		meanDemoLength: mean(
			demonstrations
				.map(({ answer }) => answer.length)
				.filter((length) => length > 0),
		),
		endRate: mean(samples.map(({ ended }) => Number(ended))) ?? 0,
		rewards: Object.fromEntries(
			names.map((name) => [
				name,
				mean(samples.map(({ rewards }) => rewards[name] ?? 0)) ?? 0,
			]),
		),
		lengthCorrelation:
			names.length === 0
				? null
				: correlation(
						samples.map(({ rewards }) => rewards.total ?? 0),
						lengths,
					),
	};
}

/** How many samples there are, and how many of them taught nothing, by reason. */
export function countDropped(
	samples: readonly JudgedSample[],
): Pick<SamplesEvent, "samples" | "dropped"> {
	const dropped: Record<string, number> = {};
	for (const { dropped: reason } of samples)
		if (reason !== null) dropped[reason] = (dropped[reason] ?? 0) + 1;
	return { samples: samples.length, dropped };
}
