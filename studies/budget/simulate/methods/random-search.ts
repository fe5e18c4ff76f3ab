import { RandomStream } from "../../../../src/core/random.ts";
import type { Trial } from "../../../../src/studies/budget/allocation.ts";
import type { World } from "../world.ts";
import { bestMeasured, type Method, readingOf } from "./method.ts";

/** All trials of a world, in a random order. */
export function shuffledTrials({ question, truth, repeat }: World): Trial[] {
	const trials = question.candidates.flatMap((cell) =>
		question.seeds.map((seed) => ({ ...cell, seed })),
	);
	return new RandomStream(repeat, `${truth.name} order`).shuffle(trials);
}

/** Random trials; the best measured cell of each budget is recommended. */
export const randomSearch: Method = {
	name: "random search",
	readAt: [12, 16, 20, 24],
	play(world) {
		const trials = shuffledTrials(world).slice(0, this.readAt.at(-1));
		const seen = trials.map((trial) => world.measure(trial));
		return this.readAt.map((count) => {
			const known = seen.slice(0, count);
			return readingOf(world, known, bestMeasured(world, known));
		});
	},
};
