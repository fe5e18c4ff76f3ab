import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { alone, type Group } from "../../data/example.ts";
import { byRow } from "../../data/pack.ts";
import { sft } from "../../objectives/imitation/sft.ts";
import { dpo } from "../../objectives/preferences/dpo.ts";
import { Policy } from "../../policy/policy.ts";
import type { Engine, Learner, SavedState } from "../engine.ts";
import { nothingGiven } from "../step.ts";
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

/** The hash after four steps with dropout; with `stopAt`, saved after that step and continued by another learner. */
async function fourSteps(
	engine: Engine,
	subject: Subject,
	stopAt = 0,
): Promise<string> {
	const { rows, model } = subject;
	const tuning = adapters(model, 0.25);
	let saved: SavedState | null = null;
	if (stopAt > 0)
		saved = await withLearner(engine, subject, { tuning }, async (opened) => {
			for (let step = 0; step < stopAt; step++)
				await opened.learner.step(planOf(rows, step));
			return save(opened.learner, subject.folder);
		});
	return withLearner(engine, subject, { tuning }, async ({ learner }) => {
		if (saved) await learner.restore(saved, stopAt);
		for (let step = stopAt; step < 4; step++)
			await learner.step(planOf(rows, step));
		return learner.hash();
	});
}

async function save(learner: Learner, inside: string): Promise<SavedState> {
	const folder = await mkdtemp(join(inside, "saved-"));
	const { trainable, optimizer, write } = await learner.state();
	await write?.(folder);
	// A learner goes on changing its arrays.
	const copy = (tensors: SavedState["trainable"]) =>
		tensors.map((tensor) => ({ ...tensor, data: tensor.data.slice() }));
	return { trainable: copy(trainable), optimizer: copy(optimizer), folder };
}

/** Two steps on the same rows, divided into micro-batches: loss and norm of each. */
function twoSteps(
	engine: Engine,
	subject: Subject,
	microBatches: readonly (readonly Group[])[],
): Promise<number[]> {
	return withLearner(engine, subject, { tuning: full }, async ({ learner }) => {
		const found: number[] = [];
		for (const step of [0, 1]) {
			const plan = { ...planOf(subject.rows, step), microBatches };
			const { results, norm } = await learner.step(plan);
			const sum = (of: "sum" | "weight") =>
				results.reduce((total, result) => total + result[of], 0);
			found.push(sum("sum") / sum("weight"), norm);
		}
		return found;
	});
}

export const learnerChecks: readonly Check[] = [
	{
		name: "the same seed gives the same bytes, dropout included",
		async check(engine, subject) {
			const one = await fourSteps(engine, subject);
			const other = await fourSteps(engine, subject);
			expectTrue("bytes of two equal trainings", one === other);
		},
	},
	{
		name: "continuing from a checkpoint gives the bytes of never having stopped",
		async check(engine, subject) {
			const whole = await fourSteps(engine, subject);
			const resumed = await fourSteps(engine, subject, 2);
			expectTrue("bytes after a restart at step 2", whole === resumed);
		},
	},
	{
		name: "a step does not depend on its division into micro-batches",
		async check(engine, subject) {
			const groups = alone(subject.rows);
			const whole = await twoSteps(engine, subject, [groups]);
			const parts = groups.map((group) => [group]);
			const divided = await twoSteps(engine, subject, parts);
			expectNear("losses and norms", divided, whole, subject.tolerance);
		},
	},
	{
		name: "a pair at its reference has the loss ln 2",
		async check(engine, subject) {
			const { rows, tolerance } = subject;
			const objective = dpo({ beta: 0.1, labelSmoothing: 0, sft: 0 });
			const options = { tuning: full, objective };
			await withLearner(engine, subject, options, async (opened) => {
				const { session, learner } = opened;
				const pairs = rows.flatMap((row, i) =>
					i % 2 === 0 ? [[row, rows[i + 1] ?? row]] : [],
				);
				const scores = await using(
					session.scorer({ compares: false }),
					async (scorer) =>
						(await scorer.score(pairs, await session.start())).rows,
				);
				const reference = byRow(
					pairs.flat(),
					scores.map(({ logProb }) => logProb),
				);
				const { results } = await learner.step({
					...planOf(rows, 0),
					microBatches: [pairs],
					given: { ...nothingGiven, reference },
				});
				const [{ sum, weight }] = results as [(typeof results)[number]];
				expectNear("loss", [sum / weight], [Math.LN2], tolerance);
			});
		},
	},
	{
		name: "the norm of SFT is that of a step of SFT on the liked rows, and changes nothing",
		async check(engine, subject) {
			const { rows, tolerance } = subject;
			const tuning = adapters(subject.model);
			const options = { tuning, objective: sft() };
			await withLearner(engine, subject, options, async ({ learner }) => {
				const before = await learner.hash();
				const found = await learner.sftNorm(planOf(rows, 0));
				expectTrue("weights", (await learner.hash()) === before);
				const liked = rows.filter((row) => row.liked);
				const { norm } = await learner.step(planOf(liked, 0));
				expectNear("norm", [found], [norm], tolerance);
			});
		},
	},
	{
		name: "a gradient that is not finite is refused, and nothing is changed",
		async check(engine, subject) {
			const { model, rows } = subject;
			const tuning = adapters(model);
			const start: Parameters<typeof withLearner>[2]["start"] = async (
				shapes,
			) => {
				const { tensors } = await Policy.initial(shapes, model, tuning, 1);
				tensors[0]?.data.fill(Number.NaN);
				return tensors;
			};
			const options = { tuning, start };
			await withLearner(engine, subject, options, async ({ learner }) => {
				const before = await learner.hash();
				const code = await learner.step(planOf(rows, 0)).then(
					() => null,
					(error: { code?: unknown }) => error.code,
				);
				expectTrue("the step throws `data`", code === "data");
				const after = await learner.hash();
				expectTrue("bytes after the refusal", after === before);
			});
		},
	},
];
