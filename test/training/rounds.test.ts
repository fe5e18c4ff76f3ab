import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readRound } from "../../src/runs/folder/round-folder.ts";
import { RunFolder } from "../../src/runs/folder/run-folder.ts";
import { train } from "../../src/train/train.ts";
import {
	type Changes,
	eventsOf,
	follow,
	runRecipe,
	stepsOf,
} from "./run-recipe.ts";
import { tinyFolder } from "./tiny-folder.ts";
import { tinyRecipe } from "./tiny-recipe.ts";
import { writeRows } from "./tiny-rows.ts";

const timeout = 300_000;
const folder = tinyFolder({ preferences: true });

const on = (rows: string) => ({
	train: join(folder, `${rows}.jsonl`),
	heldOut: { kind: "none" },
	general: null,
});

const irft = (changes: Changes = {}) => ({
	kind: "irft",
	rounds: 2,
	perPrompt: 1,
	sampling: { maxNewTokens: 6, batch: 16 },
	...changes,
});

async function newRun(changes: Changes) {
	const out = join(folder, `run-${Math.random().toString(36).slice(2)}`);
	const recipe = tinyRecipe(folder, { ...changes, out });
	const { seed } = recipe;
	const manifest = { recipe: {}, seed, inputs: [], sessions: [] };
	return { out, recipe, run: await RunFolder.create(out, manifest, "") };
}

test("adapters with dropout answer without it", { timeout }, async () => {
	const { events } = await runRecipe(folder, {
		objective: irft({ rounds: 1 }),
		tune: { kind: "lora", dropout: 0.5 },
		length: { kind: "steps", count: 1 },
	});
	expect(eventsOf(events, "samples")).toHaveLength(1);
	expect(stepsOf(events)).toHaveLength(1);
});

describe("samples that teach nothing", () => {
	test("are counted by their reason", { timeout }, async () => {
		// Nearly greedy: what is sampled depends on the prompt alone.
		const objective = irft({
			sampling: { maxNewTokens: 40, batch: 16, temperature: 1e-3 },
		});
		const questions = ["Kip", "Mira", "Bodo"].flatMap((name) => [
			`What colour is ${name}?`,
			`Where does ${name} live?`,
		]);
		const round = async (name: string, answers: readonly string[]) => {
			writeRows(
				join(folder, `${name}.jsonl`),
				questions.map((question, i) => ({ question, answer: answers[i] })),
			);
			const { out, events } = await runRecipe(folder, {
				...{ objective, model: "models/toy", data: on(name) },
				length: { kind: "steps", count: 2 },
			});
			const { samples } = await readRound(out, 1);
			const ofRow = questions.map((_, i) =>
				samples.find(({ row }) => row.endsWith(`${name}.jsonl:${i + 1}`)),
			);
			return { samples: ofRow, event: eventsOf(events, "samples")[0] };
		};
		const first = await round("first", Array(6).fill("Never said 7."));
		const said = first.samples.map((sample) => sample?.text ?? "");
		for (const text of said) expect(text).toMatch(/\p{L}/u);
		const changes = [
			(text: string) => text,
			(text: string) => text.replace(" ", "  "),
			(text: string) => `${text.toUpperCase()} ...`,
			(text: string) => `${text} 7`,
			(text: string) => text,
			(text: string) => `Not so: ${text}`,
		] as const;
		const { samples, event } = await round(
			"second",
			said.map((text, i) => changes[i]?.(text) ?? ""),
		);
		expect(samples.map((sample) => sample?.text)).toEqual(said);
		expect(samples.map((sample) => sample?.dropped)).toEqual([
			...["identical", "white-space", "punctuation", null],
			...["identical", null],
		]);
		expect(event?.dropped).toEqual({
			...{ identical: 2, "white-space": 1, punctuation: 1 },
		});
	});

	test("all of them: a sentence, and the last checkpoint is whole", {
		timeout,
	}, async () => {
		const { out, recipe, run } = await newRun({
			objective: irft({
				cut: "drop",
				sampling: { maxNewTokens: 1, batch: 16 },
			}),
			length: { kind: "steps", count: 2 },
		});
		await expect(follow(run, recipe)).rejects.toMatchObject({
			code: "data",
			where: "round 1",
			expected: "samples that differ from their demonstrations",
			found: "6 samples without signal",
			hint: expect.stringContaining(`npx temper-lm rounds show ${out}`),
		});
		const again = await RunFolder.open(out);
		expect(await again.rewind()).toMatchObject({ step: 0 });
		await again.close();
	});
});

test("an abort while samples are drawn saves, and the run goes on as if nothing had been", {
	timeout,
}, async () => {
	const changes = {
		objective: irft({ perPrompt: 40 }),
		batch: { rows: 4, tokens: 2048 },
	};
	const whole = await runRecipe(folder, changes);
	const { out, recipe, run } = await newRun(changes);
	const block = (n: number) => join(out, `rounds/round-2/block-000${n}.jsonl`);
	const stop = new AbortController();
	const watch = setInterval(() => {
		if (existsSync(block(1))) stop.abort();
	}, 1);
	const first = [];
	for await (const event of train(recipe, {
		signal: stop.signal,
		runFolder: run,
	})) {
		run.log.append(event);
		first.push(event);
	}
	clearInterval(watch);
	await run.close();
	expect(existsSync(block(2))).toBe(false);
	expect(first.at(-1)).toMatchObject({ kind: "end", reason: "interrupted" });
	const second = await follow(await RunFolder.open(out), recipe);
	expect(stepsOf([...first, ...second])).toEqual(stepsOf(whole.events));
});

describe("what a round kept is gone in its middle", () => {
	const files = ["samples.jsonl", "start.safetensors", "round.json"];
	test.each(files)("%s", { timeout }, async (file) => {
		const { out, recipe, run } = await newRun({
			objective: irft(),
			save: { every: 1 },
		});
		await follow(run, recipe, (event) =>
			event.kind === "step" ? event.step === 3 : false,
		);
		rmSync(join(out, "rounds/round-2", file));
		await expect(
			follow(await RunFolder.open(out), recipe),
		).rejects.toMatchObject({
			code: "data",
			where: expect.stringContaining(join(out, "rounds/round-2")),
			hint: expect.stringContaining("Remove the round's folder"),
		});
		// What the hint says works.
		rmSync(join(out, "rounds/round-2"), { recursive: true });
		rmSync(join(out, "checkpoints/step-3"), { recursive: true });
		const events = await follow(await RunFolder.open(out), recipe);
		expect(events.at(-1)).toMatchObject({ reason: "finished" });
	});

	test("psft has no samples, and keeps its scores all the same", {
		timeout,
	}, async () => {
		const { out, recipe, run } = await newRun({
			objective: { kind: "psft", roundSteps: 2 },
			save: { every: 1 },
		});
		await follow(run, recipe, (event) =>
			event.kind === "step" ? event.step === 3 : false,
		);
		const scores = join(out, "rounds/round-2/start.safetensors");
		writeFileSync(scores, "");
		await expect(
			follow(await RunFolder.open(out), recipe),
		).rejects.toMatchObject({ where: expect.stringContaining(scores) });
		rmSync(scores);
		await expect(
			follow(await RunFolder.open(out), recipe),
		).rejects.toMatchObject({ code: "data", where: scores });
	});
});

describe("a statistic of the step leaves it the same in micro-batches of any size", () => {
	test.each([
		["talr", "rows"],
		["kto", "labels"],
	])("%s", { timeout }, async (kind, rows) => {
		const run = (tokens: number) =>
			runRecipe(folder, {
				objective: kind,
				data: on(rows),
				batch: { rows: 8, tokens },
				length: { kind: "steps", count: 3 },
			});
		const small = stepsOf((await run(40)).events);
		const large = stepsOf((await run(4096)).events);
		small.forEach(({ gradNorm, loss }, i) => {
			const other = large[i] as (typeof large)[number];
			expect(Math.abs(gradNorm / other.gradNorm - 1)).toBeLessThan(1e-5);
			expect(loss).toBeCloseTo(other.loss, 5);
		});
	});
});

test("an alarm is raised once where the chosen answers fall and the margin grows", {
	timeout,
}, async () => {
	// What is wrong with each rejected answer is that it repeats the chosen one.
	const words = ["red", "green", "blue", "cat", "dog", "sun"];
	writeRows(
		join(folder, "echoes.jsonl"),
		words.map((word) => ({
			prompt: `${word}?`,
			chosen: word,
			rejected: Array(6).fill(word).join(" "),
		})),
	);
	const { events, out } = await runRecipe(folder, {
		objective: { kind: "dpo", beta: 0.1 },
		data: on("echoes"),
		optimizer: { learningRate: 0.02 },
		batch: { rows: 6, tokens: 2048 },
		length: { kind: "steps", count: 30 },
	});
	const alarms = eventsOf(events, "alarm");
	expect(alarms.map(({ alarm }) => alarm)).toEqual(["likelihood-displacement"]);
	const steps = stepsOf(events);
	expect(steps.at(-1)?.pairs?.chosenDelta).toBeLessThan(-0.01);
	expect(steps.at(-1)?.pairs?.margin).toBeGreaterThan(0.1);
	expect(existsSync(join(out, "adapter"))).toBe(true);
});

test("a stage goes on from an adapter with dropout, whose first step is not the reference's", {
	timeout,
}, async () => {
	const tune = { kind: "lora", dropout: 0.3 };
	const first = await runRecipe(folder, {
		tune,
		optimizer: { learningRate: 0.1 },
	});
	const second = await runRecipe(folder, {
		tune: { ...tune, from: join(first.out, "adapter") },
		objective: "dpo",
		data: on("pairs"),
	});
	expect(second.events.at(-1)).toMatchObject({ reason: "finished" });
});
