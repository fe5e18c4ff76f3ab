import { alone } from "../../data/example.ts";
import { recorded } from "./recorded.ts";
import {
	type Check,
	expectNear,
	full,
	planOf,
	using,
	withLearner,
} from "./subject.ts";
import type { TinyFamily } from "./tiny-model.ts";

interface Recorded {
	readonly logProbs: readonly (readonly number[])[];
	readonly loss: number;
	readonly gradients: Readonly<
		Record<string, { readonly norm: number; readonly first: readonly number[] }>
	>;
	/** Loss and norm of the gradient before each step. */
	readonly trajectory: readonly (readonly [number, number])[];
}

/** What PyTorch and transformers computed for the tiny model of a family. */
export const recordedOf = (family: TinyFamily): Recorded =>
	recorded.models[family];

/** Scores and ten steps of full fine-tuning against PyTorch's. */
export const recordedChecks: readonly Check[] = [
	{
		name: "log-probabilities are PyTorch's",
		async check(engine, subject) {
			const { family, rows, tolerance } = subject;
			const options = { tuning: full, tokens: 20 };
			await withLearner(engine, subject, options, ({ session, learner }) =>
				using(session.scorer({ compares: false }), async (scorer) => {
					const found = await scorer.score(alone(rows), learner.weights);
					for (const [i, wanted] of recordedOf(family).logProbs.entries())
						expectNear(
							`row ${i}`,
							found.rows[i]?.logProb ?? [],
							wanted,
							tolerance,
						);
				}),
			);
		},
	},
	{
		name: "ten steps of AdamW follow PyTorch's",
		async check(engine, subject) {
			const { family, rows, tolerance } = subject;
			const found: number[] = [];
			const options = { tuning: full };
			await withLearner(engine, subject, options, async ({ learner }) => {
				for (let step = 0; step < 10; step++) {
					const { results, norm } = await learner.step(planOf(rows, step));
					const [{ sum, weight }] = results as [(typeof results)[number]];
					found.push(sum / weight, norm);
				}
			});
			const wanted = recordedOf(family).trajectory.flat();
			// Rounding grows from step to step.
			expectNear("trajectory", found, wanted, 10 * tolerance);
		},
	},
];
