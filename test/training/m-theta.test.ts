import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { alone, type Example } from "../../src/data/example.ts";
import { computable } from "../../src/models/model.ts";
import type { ObjectiveKind } from "../../src/objectives/all.ts";
import { Policy } from "../../src/policy/policy.ts";
import { Scorer } from "../../src/policy/scorer.ts";
import { prepare } from "../../src/train/prepare/prepare.ts";
import { startingPolicy } from "../../src/train/prepare/starting-policy.ts";
import { eventsOf, type FinishedRun, runRecipe } from "./run-recipe.ts";
import { shortRecipe } from "./short-recipe.ts";
import { tinyFolder } from "./tiny-folder.ts";
import { tinyRecipe } from "./tiny-recipe.ts";

const timeout = 300_000;
const folder = tinyFolder({ preferences: true });

const run = (kind: ObjectiveKind, tune: "lora" | "full" = "lora") =>
	runRecipe(folder, { ...shortRecipe(folder, kind, tune), evaluate: "end" });

/** m_theta by hand: rows scored under the run's adapter and under none. */
async function byHand({ out, recipe }: FinishedRun): Promise<number[]> {
	const { objective } = recipe;
	const tune = { kind: "lora", from: join(out, "adapter") };
	const prepared = await prepare(
		tinyRecipe(folder, { data: recipe.data, objective, tune }),
	);
	const { model, tuning } = prepared;
	const scorer = await Scorer.create(
		computable(model),
		prepared.graph,
		{ device: "cpu", threads: 1 },
		96,
		false,
	);
	const score = async (policy: Policy, row: Example) => [
		...((await scorer.score(alone([row]), policy)).rows[0]?.logProb ?? []),
	];
	const tuned = await startingPolicy(prepared, scorer.trainables);
	const base = await Policy.base(scorer.trainables, model, tuning);
	const deltas: number[] = [];
	for (const row of prepared.train.flat().filter(({ liked }) => liked)) {
		const [now, before] = [await score(tuned, row), await score(base, row)];
		const sum = now.reduce((all, x, t) => all + x - (before[t] as number), 0);
		deltas.push(sum / now.length);
	}
	await scorer.dispose();
	return deltas;
}

test.each(["sft", "minor-sft", "dft", "dpo", "kto", "irft"] as const)(
	"%s measures m_theta on its training answers: the mean over rows of (1/m) sum log(pi / pi_base)",
	{ timeout },
	async (kind) => {
		const made = await run(kind);
		const [first, last] = eventsOf(made.events, "evaluation");
		const [answers] = eventsOf(made.events, "answers");
		const deltas = await byHand(made);
		expect(answers?.rows).toHaveLength(deltas.length);
		expect(first?.mTheta).toBe(0);
		expect(first?.answerDeltas).toEqual(deltas.map(() => 0));
		const mean = deltas.reduce((sum, x) => sum + x, 0) / deltas.length;
		expect(Math.abs(mean)).toBeGreaterThan(1e-4);
		expect(last?.mTheta).toBeCloseTo(mean, 5);
		last?.answerDeltas?.forEach((delta, i) => {
			expect(delta).toBeCloseTo(deltas[i] as number, 5);
		});
	},
);

test("tune full is measured from the checkpoint's weights", {
	timeout,
}, async () => {
	const { events } = await run("sft", "full");
	const [first, last] = eventsOf(events, "evaluation");
	expect(first?.mTheta).toBe(0);
	expect(last?.mTheta).toBeGreaterThan(1e-4);
});

test("prompts without answers, and a reward model, have no m_theta and no answers", {
	timeout,
}, async () => {
	const prompts = join(folder, "prompts.jsonl");
	writeFileSync(
		prompts,
		Array.from({ length: 8 }, (_, i) => `{"prompt":"say ${i}"}\n`).join(""),
	);
	const { data, ...rest } = shortRecipe(folder, "grpo", "lora");
	const asked = await runRecipe(folder, {
		...rest,
		data: { ...(data as object), train: prompts },
		evaluate: "end",
	});
	for (const { events } of [asked, await run("reward-model")]) {
		expect(eventsOf(events, "answers")).toEqual([]);
		for (const { mTheta, answerDeltas } of eventsOf(events, "evaluation"))
			expect([mTheta, answerDeltas]).toEqual([null, []]);
	}
});
