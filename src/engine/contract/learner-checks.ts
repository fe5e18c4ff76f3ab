import type { Example } from "../../data/example.ts";
import type { Model } from "../../models/model.ts";
import type { Engine, Trained } from "../engine.ts";
import {
	adapters,
	bytesOf,
	type Check,
	expectTrue,
	openLearner,
	planOf,
	using,
} from "./subject.ts";

/** The bytes after four steps with dropout; with `stopAt`, saved after that step and continued by another learner. */
async function fourSteps(
	engine: Engine,
	model: Model,
	rows: readonly Example[],
	stopAt = 0,
): Promise<string> {
	const tuning = adapters(model, 0.25);
	let saved: Trained | null = null;
	if (stopAt > 0)
		await using(openLearner(engine, model, tuning), async (learner) => {
			for (let step = 0; step < stopAt; step++)
				await learner.step(planOf(rows, step));
			saved = learner.tensors();
		});
	return using(openLearner(engine, model, tuning), async (learner) => {
		if (saved) learner.restore(saved, stopAt);
		for (let step = stopAt; step < 4; step++)
			await learner.step(planOf(rows, step));
		return bytesOf(learner);
	});
}

export const learnerChecks: readonly Check[] = [
	{
		name: "the same seed gives the same bytes, dropout included",
		async check(engine, { model, rows }) {
			const one = await fourSteps(engine, model, rows);
			const other = await fourSteps(engine, model, rows);
			expectTrue("bytes of two equal trainings", one === other);
		},
	},
	{
		name: "continuing from a checkpoint gives the bytes of never having stopped",
		async check(engine, { model, rows }) {
			const whole = await fourSteps(engine, model, rows);
			const resumed = await fourSteps(engine, model, rows, 2);
			expectTrue("bytes after a restart at step 2", whole === resumed);
		},
	},
	{
		name: "a gradient that is not finite is refused, and nothing is changed",
		async check(engine, { model, rows }) {
			await using(
				openLearner(engine, model, adapters(model)),
				async (learner) => {
					learner.policy.tensors[0]?.data.fill(Number.NaN);
					const before = bytesOf(learner);
					const code = await learner.step(planOf(rows, 0)).then(
						() => null,
						(error: { code?: unknown }) => error.code,
					);
					expectTrue("the step throws `data`", code === "data");
					expectTrue("bytes after the refusal", bytesOf(learner) === before);
				},
			);
		},
	},
];
