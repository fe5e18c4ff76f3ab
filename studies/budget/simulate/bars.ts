import type { Summary } from "./summary.ts";

export interface Bar {
	readonly bar: string;
	readonly met: boolean;
	readonly found: string;
}

/** A third of the 60 trials of the full grid. */
const third = 20;
const mostRegret = 0.05;
const leastCoverage = 0.9;

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

const intervals = {
	score: "95% interval of the recommended split's score",
	share: "90% interval of the best split's share of pairs",
	regret: "95% bound of the regret",
} as const;

/**
 * What the default has to show after a third of the grid's trials, on each truth: a median regret of at most 5% of the range,
 * and intervals that hold the truth in at least 90% of repeats and budgets.
 */
export function bars(all: readonly Summary[]): Bar[] {
	const read = all.filter(
		({ method, trials }) => method === "default" && trials === third,
	);
	return read.flatMap(({ truth, relative, coverage }) => [
		{
			bar: `${truth}: median regret of at most ${percent(mostRegret)}`,
			met: relative.median <= mostRegret,
			found: percent(relative.median),
		},
		...(["score", "share", "regret"] as const).map((kind) => {
			const holds = coverage?.[kind].holds ?? 0;
			return {
				bar: `${truth}: ${intervals[kind]} holds in at least ${percent(leastCoverage)}`,
				met: holds >= leastCoverage,
				found: percent(holds),
			};
		}),
	]);
}
