import { alone, type Example } from "../../data/example.ts";
import type { Model } from "../../models/model.ts";
import type { Tuning } from "../../nn/parameters.ts";
import { Policy } from "../../policy/policy.ts";
import type { RowScores } from "../../policy/scorer.ts";
import type { Engine } from "../engine.ts";
import {
	adapters,
	type Check,
	expectNear,
	expectTrue,
	full,
	graphOptions,
	using,
} from "./subject.ts";

/** Scores of rows at the start of training. `tokens`: of one micro-batch. */
export function scoresOf(
	engine: Engine,
	model: Model,
	tuning: Tuning,
	rows: readonly Example[],
	tokens: number,
): Promise<RowScores[]> {
	const opening = engine.scorer({
		...{ model, graph: graphOptions(tuning), tokens, compares: false },
	});
	return using(opening, async (scorer) => {
		const policy = await Policy.initial(scorer.trainables, model, tuning, 1);
		return (await scorer.score(alone(rows), policy)).rows;
	});
}

export const scoreChecks: readonly Check[] = [
	{
		name: "packed rows have the scores that they have alone",
		async check(engine, { model, rows, tolerance }) {
			const packed = await scoresOf(engine, model, full, rows, 100);
			const single = await scoresOf(engine, model, full, rows, 1);
			for (const [i, { logProb, entropy }] of packed.entries()) {
				expectNear(`row ${i}`, logProb, single[i]?.logProb ?? [], tolerance);
				expectNear(
					`entropy ${i}`,
					entropy,
					single[i]?.entropy ?? [],
					tolerance,
				);
			}
		},
	},
	{
		name: "new adapters change nothing, to the last bit",
		async check(engine, { model, rows }) {
			const tuning = adapters(model);
			const opening = engine.scorer({
				...{ model, graph: graphOptions(tuning), tokens: 100, compares: false },
			});
			await using(opening, async (scorer) => {
				const score = async (policy: Policy) =>
					(await scorer.score(alone(rows), policy)).rows;
				const { trainables } = scorer;
				const start = await score(
					await Policy.initial(trainables, model, tuning, 1),
				);
				const base = await score(await Policy.base(trainables, model, tuning));
				for (const [i, { logProb }] of start.entries())
					expectNear(`row ${i}`, logProb, base[i]?.logProb ?? [], 0);
			});
		},
	},
	{
		name: "a policy that is its base has no KL, one that has moved has some",
		async check(engine, { model, rows, tolerance }) {
			const tuning = adapters(model);
			const opening = engine.scorer({
				...{ model, graph: graphOptions(tuning), tokens: 20, compares: true },
			});
			await using(opening, async (scorer) => {
				const policy = await Policy.initial(
					scorer.trainables,
					model,
					tuning,
					1,
				);
				const { hidden } = await scorer.score(alone(rows), policy);
				const compare = async () =>
					(await scorer.score(alone(rows), policy, hidden)).rows.flatMap(
						({ kl }) => [...(kl ?? [])],
					);
				const still = await compare();
				expectNear(
					"KL at the base",
					still,
					still.map(() => 0),
					tolerance,
				);
				for (const { name, data } of policy.tensors)
					if (name.endsWith("lora_B.weight")) data.fill(0.1);
				const moved = await compare();
				expectTrue(
					"KL is positive",
					moved.every((kl) => kl > 0),
				);
			});
		},
	},
	{
		name: "a decoder that goes token by token agrees with the scores of whole rows",
		async check(engine, { model, rows, tolerance }) {
			const scores = await scoresOf(engine, model, full, rows, 100);
			const opening = engine.generator({
				...{ model, tuning: { kind: "none" }, precision: "float32" },
			});
			await using(opening, async (generator) => {
				const decoder = generator.decoder(null);
				for (const [i, { ids, mask }] of rows.entries()) {
					decoder.reset(1, ids.length);
					const found: number[] = [];
					let logits = await decoder.prefill([
						{ slot: 0, ids: ids.slice(0, 1), cached: 0 },
					]);
					for (let t = 1; t < ids.length; t++) {
						if (mask[t] === 1) found.push(logProbOf(logits, ids[t] as number));
						if (t + 1 < ids.length)
							logits = await decoder.step(ids.slice(t, t + 1));
					}
					expectNear(`row ${i}`, found, scores[i]?.logProb ?? [], tolerance);
				}
			});
		},
	},
	{
		name: "a new reward head gives every answer 0",
		async check(engine, { model, rows }) {
			const tuning = adapters(model);
			const opening = engine.rewardScorer({
				...{ model, graph: graphOptions(tuning), tokens: 20 },
			});
			await using(opening, async (scorer) => {
				const policy = await Policy.initial(
					scorer.trainables,
					model,
					tuning,
					1,
				);
				const rewards = await scorer.score(rows, policy);
				expectNear(
					"rewards",
					rewards,
					rows.map(() => 0),
					0,
				);
			});
		},
	},
];

function logProbOf(logits: Float32Array, word: number): number {
	const top = Math.max(...logits);
	const total = logits.reduce((sum, x) => sum + Math.exp(x - top), 0);
	return (logits[word] as number) - top - Math.log(total);
}
