import { markdown } from "../../show.ts";
import type { Spread, Summary } from "./summary.ts";

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
const points = (share: number) => (100 * share).toFixed(2);
const both = ({ median, high }: Spread, show: (value: number) => string) =>
	`${show(median)} / ${show(high)}`;

/** Where each method is read in the tables of regret. */
const columns = [
	["default", 12],
	["default", 16],
	["default", 20],
	["default", 24],
	["Gaussian process", 12],
	["Gaussian process", 20],
	["random search", 20],
	["full grid", 20],
	["full grid", 60],
] as const;

function regretTable(
	all: readonly Summary[],
	cell: (summary: Summary) => string,
): string {
	const names = [...new Set(all.map(({ truth }) => truth))];
	const find = (truth: string, method: string, trials: number) =>
		all.find(
			(one) =>
				one.truth === truth && one.method === method && one.trials === trials,
		);
	const used = columns.filter(([method, trials]) =>
		names.some((truth) => find(truth, method, trials)),
	);
	return markdown([
		["truth", ...used.map(([method, trials]) => `${method}, ${trials}`)],
		...names.map((truth) => [
			truth,
			...used.map(([method, trials]) => {
				const found = find(truth, method, trials);
				return found ? cell(found) : "";
			}),
		]),
	]);
}

/** Regret in parts of the range of a budget's splits: median and 90th percentile over repeats. */
export const relativeTable = (all: readonly Summary[]) =>
	regretTable(all, ({ relative }) => both(relative, percent));

/** As a part of the range, however small. */
export const strictTable = (all: readonly Summary[]) =>
	regretTable(all, ({ strict }) => both(strict, percent));

/** Regret in percentage points. */
export const absoluteTable = (all: readonly Summary[]) =>
	regretTable(all, ({ absolute }) => both(absolute, points));

/** Of every reading that states intervals. */
export function coverageTable(all: readonly Summary[]): string {
	return markdown([
		[
			"truth",
			"trials",
			"score (95%)",
			"half width",
			"share of pairs (90%)",
			"width",
			"regret bound (95%)",
			"bound",
			"shape distrusted",
		],
		...[...all, ...pooled(all)].flatMap(
			({ truth, trials, coverage, distrusted }) => {
				if (!coverage) return [];
				const { score, share, regret } = coverage;
				return [
					[
						...[truth, String(trials), percent(score.holds)],
						...[points(score.width / 2), percent(share.holds)],
						...[share.width.toFixed(2), percent(regret.holds)],
						...[points(regret.width), percent(distrusted ?? 0)],
					],
				];
			},
		),
	]);
}

type Covered = Pick<Summary, "truth" | "trials" | "coverage" | "distrusted">;

/** Means over truths, for each number of trials. */
function pooled(all: readonly Summary[]): Covered[] {
	const stated = all.filter(({ coverage }) => coverage !== null);
	return [...new Set(stated.map(({ trials }) => trials))].map((trials) => {
		const those = stated.filter((one) => one.trials === trials);
		const mean = (of: (summary: Summary) => number) =>
			those.reduce((sum, one) => sum + of(one), 0) / those.length;
		const kind = (name: keyof NonNullable<Summary["coverage"]>) => ({
			holds: mean(({ coverage }) => coverage?.[name].holds ?? 0),
			width: mean(({ coverage }) => coverage?.[name].width ?? 0),
		});
		return {
			...{ truth: "all", trials },
			coverage: {
				...{ score: kind("score"), share: kind("share") },
				regret: kind("regret"),
			},
			distrusted: mean(({ distrusted }) => distrusted ?? 0),
		};
	});
}
