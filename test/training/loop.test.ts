import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { computable } from "../../src/models/model.ts";
import { scoreGraph } from "../../src/policy/graphs.ts";
import { Policy } from "../../src/policy/policy.ts";
import { Scorer } from "../../src/policy/scorer.ts";
import type { EvaluationEvent } from "../../src/runs/events.ts";
import { RunFolder } from "../../src/runs/folder/run-folder.ts";
import { prepare } from "../../src/train/prepare/prepare.ts";
import { follow, runRecipe, stepsOf } from "./run-recipe.ts";
import { tinyFolder } from "./tiny-folder.ts";
import { tinyRecipe } from "./tiny-recipe.ts";

const folder = tinyFolder();

const objectives = [{ kind: "sft" }, { kind: "minor-sft" }, { kind: "dft" }];

describe.each(objectives)("$kind", (objective) => {
	const changes = { objective, tune: { kind: "lora", dropout: 0.1 }, seed: 3 };

	test("the same seed gives the same bytes, stopped on the way or not; another seed others", async () => {
		const once = await runRecipe(folder, changes);
		const again = await runRecipe(folder, changes);
		expect(again.adapter).toBe(once.adapter);
		expect(stepsOf(again.events)).toEqual(stepsOf(once.events));
		const stopped = await runRecipe(folder, changes, 2);
		expect(stopped.adapter).toBe(once.adapter);
		expect(stepsOf(stopped.events)).toEqual(stepsOf(once.events));
		const other = await runRecipe(folder, { ...changes, seed: 4 });
		expect(other.adapter).not.toBe(once.adapter);
	});

	test("the loss of rows learnt again and again falls", async () => {
		const { events } = await runRecipe(folder, {
			objective,
			optimizer: { learningRate: 0.02 },
			batch: { rows: 24, tokens: 256 },
			length: { kind: "steps", count: 20 },
		});
		const nll = stepsOf(events).map((step) => step.nll);
		expect(nll.at(-1)).toBeLessThan((nll[0] as number) - 0.3);
	});
});

test("a process that died between a save and the removal of an old checkpoint leaves none behind", async () => {
	const { out, recipe } = await runRecipe(folder, {
		length: { kind: "steps", count: 4 },
		save: { every: 1 },
		keep: { last: 2, best: false },
	});
	const checkpoints = join(out, "checkpoints");
	expect(readdirSync(checkpoints).sort()).toEqual(["step-3", "step-4"]);
	cpSync(join(checkpoints, "step-3"), join(checkpoints, "step-2"), {
		recursive: true,
	});
	await follow(await RunFolder.open(out), recipe);
	expect(readdirSync(checkpoints).sort()).toEqual(["step-3", "step-4"]);
});

test("before the first step the policy is its base: KL and mTheta are 0", async () => {
	const { events } = await runRecipe(folder, {
		objective: { kind: "minor-sft" },
		data: {
			train: join(folder, "rows.jsonl"),
			heldOut: { kind: "count", rows: 4 },
			general: join(folder, "rows.jsonl"),
		},
		evaluate: "end",
	});
	const [first, last] = events.filter(
		(event): event is EvaluationEvent => event.kind === "evaluation",
	) as [EvaluationEvent, EvaluationEvent];
	const none = { value: 0, low: 0, high: 0 };
	expect(first).toMatchObject({
		step: 0,
		klTask: none,
		klGeneral: none,
		mTheta: 0,
	});
	expect(last.klTask?.value).toBeGreaterThan(1e-4);
	expect(last.klGeneral?.value).toBeGreaterThan(1e-4);
	const [step] = stepsOf(events);
	expect(step?.monitors?.a).toEqual({ mean: 1, min: 1, max: 1 });
	expect(step?.monitors?.deltaPerToken).toBe(0);
});

test("adapters as they begin leave every score of the model exactly as it is", async () => {
	const prepared = await prepare(
		tinyRecipe(folder, { tune: { kind: "lora" } }),
	);
	const { tuning } = prepared;
	const model = computable(prepared.model);
	const rows = prepared.train;
	const device = { device: "cpu", threads: 1 } as const;
	const scores = async (adapted: boolean) => {
		const options = {
			...prepared.graph,
			...(adapted ? {} : { tuning: { kind: "none" } as const }),
		};
		const { trainables } = scoreGraph(model, options);
		expect(trainables.length > 0).toBe(adapted);
		const policy = await Policy.initial(trainables, model, tuning, 7);
		const scorer = await Scorer.create(model, options, device, 96, false);
		const { rows: scored, hidden } = await scorer.score(rows, policy);
		await scorer.dispose();
		return { scored, hidden };
	};
	expect(await scores(true)).toEqual(await scores(false));
});
