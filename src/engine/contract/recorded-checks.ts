import { alone } from "../../data/example.ts";
import { sft } from "../../objectives/imitation/sft.ts";
import { Policy } from "../../policy/policy.ts";
import { recorded } from "./recorded.ts";
import {
	type Check,
	expectNear,
	full,
	graphOptions,
	openLearner,
	planOf,
	sumsOf,
	using,
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
const recordedOf = (family: TinyFamily): Recorded => recorded.models[family];

const norm = (values: Float32Array) => Math.hypot(...values);

/** Scores, gradients and ten steps of full fine-tuning against PyTorch's. */
export const recordedChecks: readonly Check[] = [
	{
		name: "log-probabilities are PyTorch's",
		async check(engine, { model, family, rows, tolerance }) {
			const opening = engine.scorer({
				...{ model, graph: graphOptions({ kind: "none" }), tokens: 20 },
				compares: false,
			});
			const found = await using(opening, async (scorer) => {
				const policy = await Policy.base([], model, { kind: "none" });
				return (await scorer.score(alone(rows), policy)).rows;
			});
			for (const [i, wanted] of recordedOf(family).logProbs.entries())
				expectNear(`row ${i}`, found[i]?.logProb ?? [], wanted, tolerance);
		},
	},
	{
		name: "loss and named gradients of SFT are PyTorch's",
		async check(engine, { model, family, rows, tolerance }) {
			const { sum, weight, gradients } = await sumsOf(engine, {
				...{ model, objective: sft(), tuning: full },
				microBatches: [alone(rows)],
			});
			const recorded = recordedOf(family);
			expectNear("loss", [sum / weight], [recorded.loss], tolerance);
			for (const [name, wanted] of Object.entries(recorded.gradients)) {
				const found = (gradients.get(name) ?? new Float32Array()).map(
					(x) => x / weight,
				);
				expectNear(`norm of ${name}`, [norm(found)], [wanted.norm], tolerance);
				expectNear(name, found.subarray(0, 3), wanted.first, tolerance);
			}
		},
	},
	{
		name: "ten steps of AdamW follow PyTorch's",
		async check(engine, { model, family, rows, tolerance }) {
			const found: number[] = [];
			await using(openLearner(engine, model, full), async (learner) => {
				for (let step = 0; step < 10; step++)
					found.push(...(await lossAndNorm(step)));
				async function lossAndNorm(step: number): Promise<number[]> {
					const { results, norm } = await learner.step(planOf(rows, step));
					const [{ sum, weight }] = results as [(typeof results)[number]];
					return [sum / weight, norm];
				}
			});
			const wanted = recordedOf(family).trajectory.flat();
			// Rounding grows from step to step.
			expectNear("trajectory", found, wanted, 10 * tolerance);
		},
	},
];
