import { quantile } from "simple-statistics";
import { alpha95, type Estimate } from "../../../src/stats/estimate.ts";
import { mean } from "../../../src/stats/mean.ts";
import { pairShare } from "../../../src/studies/budget/allocation.ts";
import {
	type Recommendation,
	recommend,
} from "../../../src/studies/budget/buy/recommend.ts";
import { fitSurface } from "../../../src/studies/budget/surface/fit-surface.ts";
import type { Surface } from "../../../src/studies/budget/surface/surface.ts";
import { type LabCells, prices, splitOf } from "./cells/lab-cells.ts";
import { bestInGrid, gridObservations } from "./replay/question.ts";

/** What the whole grid says about a budget. */
export interface Truth {
	readonly budget: number;
	/** Share of pairs and mean of the best measured split. */
	readonly best: ReturnType<typeof bestInGrid>;
	/** The split that the surface recommends when all of the grid is known, among steps of a twentieth. */
	readonly recommended: Recommendation;
}

export interface StudyTruth {
	readonly study: LabCells;
	readonly budgets: readonly Truth[];
	/** Growth of the best share of pairs from the smallest budget to the largest. */
	readonly growth: Estimate;
	readonly surface: Pick<Surface, "seedNoise" | "fit">;
}

const shares = Array.from({ length: 21 }, (_, i) => i / 20);
const fineSplits = (budget: number) =>
	shares.map((share) => splitOf(budget, share));

/** Splits that are worse than the best by less than this part of the deviation between seeds count as equally good. */
const indifference = 0.1;

export function truthOf(study: LabCells): StudyTruth {
	const surface = fitSurface(gridObservations(study));
	const question = { prices, splits: fineSplits };
	return {
		study,
		budgets: study.budgets.map((budget) => ({
			budget,
			best: bestInGrid(study, budget),
			recommended: recommend(surface, question, budget),
		})),
		growth: growthOf(study, surface),
		surface: { seedNoise: surface.seedNoise, fit: surface.fit },
	};
}

/** Mean of the best share in each draw at the largest budget less that at the smallest, with 95% of the draws. */
function growthOf({ budgets }: LabCells, surface: Surface): Estimate {
	const tolerance = indifference * surface.seedNoise;
	const [small = [], large = []] = [budgets[0] ?? 0, budgets.at(-1) ?? 0].map(
		(budget) => {
			const splits = fineSplits(budget);
			return surface.draws(splits).map((draw) => {
				const least = Math.max(...draw) - tolerance;
				const good = splits.filter((_, i) => (draw[i] as number) >= least);
				return mean(good.map((at) => pairShare(at, prices))) as number;
			});
		},
	);
	const growth = large.map((share, i) => share - (small[i] as number));
	const [low = 0, high = 0] = quantile(growth, [alpha95, 1 - alpha95]);
	return { value: mean(growth) ?? Number.NaN, low, high };
}
