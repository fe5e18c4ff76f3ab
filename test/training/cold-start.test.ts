import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import {
	parseStages,
	type RunEvent,
	readEvents,
	resumeRun,
	runRecipe as runStages,
	summariseRun,
} from "../../src/index.ts";
import { repeatablePart } from "../../src/runs/events.ts";
import { dryRun } from "../../src/train/dry-run/dry-run.ts";
import { prepare } from "../../src/train/prepare/prepare.ts";
import { Training } from "../../src/train/training.ts";
import { eventsOf, runRecipe } from "./run-recipe.ts";
import { tinyFolder } from "./tiny-folder.ts";
import { tinyRecipe } from "./tiny-recipe.ts";
import { writeRows } from "./tiny-rows.ts";

const timeout = 300_000;
const folder = tinyFolder({ preferences: true });
const chosenRows = join(folder, "chosen.jsonl");
beforeAll(() => {
	const pairs = readFileSync(join(folder, "pairs.jsonl"), "utf8")
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));
	writeRows(
		chosenRows,
		pairs.map(({ prompt, chosen }) => ({ prompt, completion: chosen })),
	);
}, timeout);

const dataOf = (path: string) => ({
	train: path,
	heldOut: { kind: "none" },
	general: null,
});

/** Changes for a run on preferences; `dpo` reads pairs, `kto` labels. */
const on = (objective: object | string, rows = "pairs") => ({
	...{ objective, save: "end", length: { kind: "steps", count: 2 } },
	data: dataOf(join(folder, `${rows}.jsonl`)),
});

test(
	"an untouched base is warned of before any preference run, and of none other",
	async () => {
		const { events } = await runRecipe(folder, on("dpo"));
		const [found] = eventsOf(events, "cold-start");
		expect(eventsOf(events, "cold-start")).toHaveLength(1);
		expect(events.findIndex(({ kind }) => kind === "cold-start")).toBeLessThan(
			events.findIndex(({ kind }) => kind === "step"),
		);
		// Random weights: nearly uniform over 420 words, so no excess, but unlikely answers that do not end.
		expect(found?.answers).toMatchObject({ count: 24 });
		expect(found?.answers.logProb.value).toBeLessThan(-5);
		expect(found?.answers.endP).toBeLessThan(0.05);
		expect(found?.signs).toEqual(
			expect.arrayContaining(["unlikely", "end-of-turn", "unfinished"]),
		);
		expect(found?.remedy).toEqual({
			...{ demonstrations: 3, sftWeight: 0 },
			sftTerm: "objective.sft=0.2",
		});
		expect(found?.text).toMatch(/about 3 demonstrations first/);
		for (const [objective, rows, sftTerm, sftWeight] of [
			["kto", "labels", null, 0],
			["orpo", "pairs", null, 1],
			["simpo", "pairs", "objective.sft=0.2", 0],
		] as const) {
			const run = await runRecipe(folder, on(objective, rows));
			const [event] = eventsOf(run.events, "cold-start");
			expect(event?.remedy).toMatchObject({ sftTerm, sftWeight });
		}
		const others = [
			await runRecipe(folder, on("sft", "rows")),
			await runRecipe(folder, on("reward-model")),
		];
		for (const run of others)
			expect(eventsOf(run.events, "cold-start")).toEqual([]);
	},
	timeout,
);

test(
	"after fine-tuning on such answers there is no warning, also by the library",
	async () => {
		const out = join(folder, "staged");
		const stages = parseStages(
			{
				...{ model: join(folder, "model"), tune: "full", out },
				...{ batch: { rows: 8, tokens: 256 }, evaluate: "never" },
				device: { kind: "cpu", threads: 1 },
				optimizer: { learningRate: 0.01 },
				stages: [
					{
						...{ objective: "sft", data: dataOf(chosenRows) },
						length: { kind: "epochs", count: 60 },
					},
					on({ kind: "dpo" }),
				],
			},
			{ where: "test" },
		);
		const seen: RunEvent[] = [];
		await runStages(stages, { onEvent: (event) => seen.push(event) });
		const events = eventsOf(seen, "cold-start");
		expect(events).toHaveLength(1);
		expect(events[0]).toMatchObject({ signs: [], remedy: null, text: null });
		const { coldStart } = await summariseRun(join(out, "stages", "2-dpo"));
		expect(coldStart).toEqual(JSON.parse(JSON.stringify(events[0])));
		const first = await summariseRun(join(out, "stages", "1-sft"));
		expect(first.coldStart).toBeNull();
	},
	timeout,
);

test(
	"a resumed run has the measurement once, and ends like one that never stopped",
	async () => {
		const changes = { ...on("dpo"), length: { kind: "steps", count: 4 } };
		const whole = await runRecipe(folder, { ...changes, save: { every: 2 } });
		const parts = await runRecipe(
			folder,
			{ ...changes, save: { every: 2 } },
			2,
		);
		const kept = await readEvents(join(parts.out, "events.jsonl"));
		expect(eventsOf(kept, "cold-start")).toHaveLength(1);
		expect(kept.findLast(({ kind }) => kind === "end")).toMatchObject({
			reason: "finished",
		});
		expect(eventsOf(kept, "cold-start").map(repeatablePart)).toEqual(
			eventsOf(whole.events, "cold-start").map(repeatablePart),
		);
		expect(parts.adapter).toBe(whole.adapter);
		await expect(resumeRun(whole.out)).rejects.toThrow();
	},
	timeout,
);

test(
	"measuring changes no step: the losses are those of a training without it",
	async () => {
		const { events } = await runRecipe(folder, on("dpo"));
		const prepared = await prepare(tinyRecipe(folder, on("dpo")));
		const run = { path: folder, manifest: { inputs: [] } };
		const never = new AbortController().signal;
		const training = await Training.create(prepared, run, never);
		for await (const _ of training.source.open(0));
		const losses: number[] = [];
		for (let step = 0; step < 2; step++) {
			const plan = await training.plan(training.source.rows(step), step);
			const { results } = await training.learner.step(plan);
			const sum = results.reduce((total, one) => total + one.sum, 0);
			const weight = results.reduce((total, one) => total + one.weight, 0);
			losses.push(sum / weight);
		}
		await training.dispose();
		expect(eventsOf(events, "step").map(({ loss }) => loss)).toEqual(losses);
	},
	timeout,
);

test(
	"a dry run measures too, except for a stage whose policy does not exist yet",
	async () => {
		const recipe = tinyRecipe(folder, on("dpo"));
		const first = await dryRun(recipe);
		expect(first.coldStart?.signs).toContain("unlikely");
		const later = await dryRun(recipe, { later: true });
		expect(later.coldStart).toBeNull();
		expect(later.notes.at(-1)).toMatch(/measured when the stage begins/);
	},
	timeout,
);

test("answers too long to generate cheaply are scored all the same", async () => {
	const long = "red green blue one ".repeat(9);
	const path = join(folder, "long.jsonl");
	writeRows(path, [
		{ prompt: "Which?", chosen: long, rejected: "blue" },
		{ prompt: "Who?", chosen: `${long} two`, rejected: "blue" },
	]);
	const { events } = await runRecipe(folder, {
		...on("dpo", "long"),
		batch: { rows: 2, tokens: 512 },
	});
	const [found] = eventsOf(events, "cold-start");
	expect(found).toMatchObject({ greedy: null, answers: { count: 2 } });
}, 60_000);
