import { alone, type Example } from "../../data/example.ts";
import { rewardModel } from "../../objectives/preferences/reward-model.ts";
import type { RowScores } from "../../policy/row-scores.ts";
import type { Engine } from "../engine.ts";
import type { Baseline } from "../step.ts";
import {
	adapters,
	type Check,
	expectNear,
	expectTrue,
	full,
	planOf,
	type Subject,
	using,
	withLearner,
} from "./subject.ts";

/** Scores of all rows at the start of full tuning, `tokens` at a time. */
function scoresOf(
	engine: Engine,
	subject: Subject,
	tokens: number,
): Promise<RowScores[]> {
	const options = { tuning: full, tokens };
	return withLearner(engine, subject, options, ({ session, learner }) =>
		using(
			session.scorer({ compares: false }),
			async (scorer) =>
				(await scorer.score(alone(subject.rows), learner.weights)).rows,
		),
	);
}

const sumOf = (values: readonly number[]) =>
	values.reduce((total, value) => total + value, 0);

const all = (rows: readonly RowScores[], of: keyof RowScores) =>
	rows.flatMap((row) => [...(row[of] ?? [])]);

export const scoreChecks: readonly Check[] = [
	{
		name: "packed rows have the scores that they have alone",
		async check(engine, subject) {
			const packed = await scoresOf(engine, subject, 100);
			const single = await scoresOf(engine, subject, 1);
			for (const of of ["logProb", "entropy"] as const)
				expectNear(of, all(packed, of), all(single, of), subject.tolerance);
		},
	},
	{
		name: "new adapters change nothing, to the last bit",
		async check(engine, subject) {
			const options = { tuning: adapters(subject.model) };
			await withLearner(engine, subject, options, ({ session, learner }) =>
				using(session.scorer({ compares: false }), async (scorer) => {
					const groups = alone(subject.rows);
					const start = await scorer.score(groups, learner.weights);
					const base = await scorer.scoreBase(groups);
					const logProb = all(base.rows, "logProb");
					expectNear("scores", all(start.rows, "logProb"), logProb, 0);
				}),
			);
		},
	},
	{
		name: "KL grows as the policy leaves its base and falls as it is drawn back",
		async check(engine, subject) {
			const { rows, tolerance } = subject;
			const options = { tuning: adapters(subject.model), tokens: 20 };
			await withLearner(engine, subject, options, ({ session, learner }) =>
				using(session.scorer({ compares: true }), async (scorer) => {
					const groups = alone(rows);
					const { baseline } = await scorer.scoreBase(groups);
					const compare = async () =>
						all(
							(await scorer.score(groups, learner.weights, baseline)).rows,
							"kl",
						);
					const still = await compare();
					const none = still.map(() => 0);
					expectNear("KL at the base", still, none, tolerance);
					for (let step = 0; step < 8; step++)
						await learner.step({ ...planOf(rows, step), learningRate: 0.1 });
					const moved = await compare();
					const positive = moved.every((kl) => kl > 0);
					expectTrue("KL is positive", positive);
					const hash = await learner.hash();
					const way = await learner.drawBack();
					await way.place(0.25);
					const closer = sumOf(await compare()) < sumOf(moved);
					expectTrue("KL a quarter of the way out is smaller", closer);
					await way.place(0);
					expectNear("KL at the share 0", await compare(), none, tolerance);
					await way.place(1);
					const back = (await learner.hash()) === hash;
					expectTrue("the share 1 is where it was", back);
				}),
			);
		},
	},
	{
		name: "rows that a step holds have the KL that they have all together",
		async check(engine, subject) {
			const { rows, tolerance } = subject;
			const tuning = adapters(subject.model);
			const options = { tuning, tokens: 20, holds: true };
			await withLearner(engine, subject, options, ({ session, learner }) =>
				using(session.scorer({ compares: true }), async (scorer) => {
					const { baseline } = await scorer.scoreBase(alone(rows));
					const baselines = await scorer.baselinesOf(rows);
					for (let step = 0; step < 8; step++)
						await learner.step({ ...planOf(rows, step), learningRate: 0.1 });
					for (const places of [[4, 0], [1, 2, 5], [3]]) {
						const { weights } = learner;
						const scored = await scorer.score(alone(rows), weights, baseline);
						const wanted = places.flatMap((row) => [
							...(scored.rows[row]?.kl ?? []),
						]);
						const held = {
							rows: places.map((row) => rows[row] as Example),
							baselines: places.map((row) => baselines[row] as Baseline),
						};
						const hold = { held: [held], strength: 1 };
						const { heldKl } = await learner.step({ ...planOf(rows, 8), hold });
						const mean = sumOf(wanted) / wanted.length;
						expectTrue("KL is positive", mean > 0);
						expectNear("KL of held rows", [heldKl ?? 0], [mean], tolerance);
					}
				}),
			);
		},
	},
	{
		name: "greedy answers are the likeliest tokens by the scores of whole rows",
		async check(engine, subject) {
			const prompts = subject.rows.map(({ ids }) => ids.slice(0, 3));
			const options = { tuning: full };
			await withLearner(engine, subject, options, async (opened) => {
				const { session, learner } = opened;
				const answers = await using(session.generator(), async (generator) => {
					const grown: number[][] = prompts.map(() => []);
					const events = generator.generate(learner.weights, prompts, {
						...{ maxNewTokens: 5, sampling: { kind: "greedy" }, seed: 1 },
						...{ stopIds: [], stopStrings: [], batchRows: 4, newText: null },
					});
					for await (const event of events)
						if (event.kind === "token") grown[event.row]?.push(event.id);
					return grown;
				});
				const rows = answers.map((answer, i) => {
					const prompt = prompts[i] as Int32Array;
					const ids = Int32Array.from([...prompt, ...answer]);
					const mask = Uint8Array.from(ids, (_, t) => (t >= 3 ? 1 : 0));
					return { id: `answer:${i}`, ids, mask, liked: true };
				});
				await using(session.scorer({ compares: false }), async (scorer) => {
					const scored = await scorer.score(alone(rows), learner.weights);
					const first = all(scored.rows, "top1");
					const wanted = Array.from({ length: 5 * rows.length }, () => 1);
					expectNear("tokens that are the likeliest", first, wanted, 0);
				});
			});
		},
	},
	{
		name: "a new reward head gives every answer 0",
		async check(engine, subject) {
			const { rows } = subject;
			const tuning = adapters(subject.model);
			const objective = rewardModel({ centre: 0 });
			await withLearner(engine, subject, { tuning, objective }, (opened) => {
				const { session, learner } = opened;
				const opening = session.rewardScorer({
					...{ on: "model", tuning, saved: null },
				});
				return using(opening, async (scorer) => {
					const rewards = await scorer.score(rows, learner.weights);
					const zeros = rows.map(() => 0);
					expectNear("rewards", rewards, zeros, 0);
				});
			});
		},
	},
];
