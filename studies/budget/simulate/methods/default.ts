import type { Observation } from "../../../../src/studies/budget/allocation.ts";
import { nextStep } from "../../../../src/studies/budget/buy/next-step.ts";
import { recommend } from "../../../../src/studies/budget/buy/recommend.ts";
import { fitSurface } from "../../../../src/studies/budget/surface/fit-surface.ts";
import type { Surface } from "../../../../src/studies/budget/surface/surface.ts";
import type { World } from "../world.ts";
import { type Method, type Reading, readingOf } from "./method.ts";

function read(
	world: World,
	seen: readonly Observation[],
	surface: Surface,
): Reading {
	const { question } = world;
	const recommended = question.budgets.map((budget) => {
		const { demonstrations, pairs, score, shareInterval, regret } = recommend(
			surface,
			question,
			budget,
		);
		return {
			budget,
			split: { demonstrations, pairs },
			stated: { score, share: shareInterval, regret: regret.high },
		};
	});
	return readingOf(world, seen, recommended, surface.fit.distrusted);
}

/** What `budget study` does, read on the way and never stopped. */
export const byDefault: Method = {
	name: "default",
	readAt: [12, 16, 20, 24],
	play(world) {
		const seen: Observation[] = [];
		const readings: Reading[] = [];
		let surface: Surface | null = null;
		for (const count of this.readAt) {
			while (seen.length < count) {
				const batch = Math.min(world.question.batch, count - seen.length);
				const step = nextStep(seen, { ...world.question, batch }, surface);
				if (step.kind === "stop") return readings;
				for (const trial of step.trials) seen.push(world.measure(trial));
				surface = null;
			}
			surface = fitSurface(seen);
			readings.push(read(world, seen, surface));
		}
		return readings;
	},
};
