import { budgets, gridShares, seeds, splitOf } from "../world.ts";
import { bestMeasured, type Method, readingOf } from "./method.ts";

const cells = budgets.length * gridShares.length;

/** The paper's grid, one seed after another; the best measured cell of each budget is recommended. */
export const fullGrid: Method = {
	name: "full grid",
	readAt: seeds.map((_, i) => cells * (i + 1)),
	play(world) {
		const trials = seeds.flatMap((seed) =>
			budgets.flatMap((budget) =>
				gridShares.map((share) => ({
					...splitOf(world.truth, budget, share),
					seed,
				})),
			),
		);
		const seen = trials.map((trial) => world.measure(trial));
		return this.readAt.map((count) => {
			const known = seen.slice(0, count);
			return readingOf(world, known, bestMeasured(world, known));
		});
	},
};
