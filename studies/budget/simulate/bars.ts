import type { Summary } from "./summary.ts";

export interface Bar {
	readonly bar: string;
	readonly met: boolean;
	readonly detail: string;
}

/** A third of the 60 trials of the full grid. */
const third = 20;
const mostRegret = 0.05;
const leastCoverage = 0.9;

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

/** What the default has to show, on each truth and over all of them. */
export function bars(all: readonly Summary[]): Bar[] {
	const read = all.filter(
		({ method, trials }) => method === "default" && trials === third,
	);
	const regrets = read.map(({ truth, relative }) => ({
		bar: `${truth}: median regret of at most ${percent(mostRegret)} of the range after ${third} trials`,
		met: relative.median <= mostRegret,
		detail: percent(relative.median),
	}));
	const kinds = ["score", "share", "regret"] as const;
	const names = {
		score: "interval of the recommended split's score",
		share: "interval of the best split's share of pairs",
		regret: "bound of the regret",
	};
	const coverages = read.flatMap(({ truth, coverage }) =>
		kinds.flatMap((kind) =>
			coverage
				? [
						{
							bar: `${truth}: the ${names[kind]} holds the truth in at least ${percent(leastCoverage)} of repeats and budgets`,
							met: coverage[kind].holds >= leastCoverage,
							detail: percent(coverage[kind].holds),
						},
					]
				: [],
		),
	);
	return [...regrets, ...coverages];
}
