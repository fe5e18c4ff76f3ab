import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { evaluate } from "../../src/eval/evaluate.ts";
import { readTask } from "../../src/eval/task/read-task.ts";
import { parseRecipe } from "../../src/recipes/parse/parse-recipe.ts";
import { resolveRecipe } from "../../src/recipes/resolve/resolve-recipe.ts";
import type { RunEvent } from "../../src/runs/events.ts";
import { RunFolder } from "../../src/runs/folder/run-folder.ts";
import { openRoundScorer } from "../../src/train/run/open-round-scorer.ts";
import { train } from "../../src/train/train.ts";
import { type Changes, eventsOf, runRecipe } from "./run-recipe.ts";
import { tinyFolder } from "./tiny-folder.ts";
import { tinyRecipe } from "./tiny-recipe.ts";
import { writeRows } from "./tiny-rows.ts";

const timeout = 300_000;
const folder = tinyFolder();
beforeAll(async () => {
	const questions = ["red?", "two?", "cat?", "moon?"];
	writeRows(
		join(folder, "asked.jsonl"),
		questions.map((question) => ({ question, answer: "e" })),
	);
	const task = (name: string, changes: Changes) =>
		writeFileSync(
			join(folder, `${name}.task.yaml`),
			stringify({
				...{ name, version: "1", axis: "target", rows: "asked.jsonl" },
				...changes,
			}),
		);
	task("letters", {
		scorer: { kind: "contains" },
		generate: { maxNewTokens: 6 },
	});
	task("never", {
		scorer: { kind: "contains", text: "nobody says this" },
		generate: { maxNewTokens: 2 },
	});
	task("likelihood", { scorer: { kind: "nll" } });
}, timeout);

const sampling = { maxNewTokens: 5, batch: 16 };
const reward = { kind: "regex", pattern: "e" };
const kinds = {
	irft: { kind: "irft", rounds: 2, sampling },
	rft: {
		kind: "rft",
		rounds: 2,
		perPrompt: 2,
		rewardModel: { steps: 2 },
		sampling,
	},
	grpo: { kind: "grpo", reward, perPrompt: 2, roundSteps: 2, sampling },
	psft: { kind: "psft", roundSteps: 2 },
} as const;

const taskFiles = () =>
	["letters", "likelihood"].map((name) => join(folder, `${name}.task.yaml`));

const recipeOf = (kind: keyof typeof kinds, watch: Changes = {}): Changes => ({
	objective: kinds[kind],
	data: {
		train: join(folder, "rows.jsonl"),
		heldOut: { kind: "none" },
		general: null,
	},
	length: { kind: "steps", count: 4 },
	watch: { tasks: taskFiles(), ...watch },
});

interface Watched {
	readonly out: string;
	readonly events: RunEvent[];
}

/** Trains with a scorer; with `stopAt` it is interrupted after that step and goes on. */
async function watched(
	changes: Changes,
	stopAt: number | null = null,
): Promise<Watched> {
	const out = join(folder, `watched-${Math.random().toString(36).slice(2)}`);
	const recipe = tinyRecipe(folder, { ...changes, out });
	const manifest = { recipe: {}, seed: recipe.seed, inputs: [], sessions: [] };
	const events: RunEvent[] = [];
	const follow = async (runFolder: RunFolder, until: number | null) => {
		const stop = new AbortController();
		try {
			for await (const event of train(recipe, {
				...{ signal: stop.signal, runFolder, openScorer: openRoundScorer },
			})) {
				runFolder.log.append(event);
				events.push(event);
				if (event.kind === "step" && event.step === until) stop.abort();
			}
		} finally {
			await runFolder.close();
		}
	};
	await follow(await RunFolder.create(out, manifest, ""), stopAt);
	if (stopAt !== null) await follow(await RunFolder.open(out), null);
	return { out, events };
}

const scoresOf = (events: readonly RunEvent[]) =>
	eventsOf(events, "scores").map(({ cost: _, ...event }) => event);

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])("%s", (kind) => {
	test("scores its tasks before each round and at the end, as npx temper-lm eval does", {
		timeout,
	}, async () => {
		const { out, events } = await watched(recipeOf(kind));
		const scores = scoresOf(events);
		expect(scores.map(({ round, step }) => [round, step])).toEqual([
			[1, 0],
			[2, 2],
			[null, 4],
		]);
		const subject = {
			...{ name: "policy", model: join(folder, "model"), base: null },
			adapter: join(out, "adapter"),
		};
		const device = { device: "cpu", threads: 1 } as const;
		const tasks = taskFiles().map(readTask);
		for await (const event of evaluate(subject, tasks, { device })) {
			if (event.kind !== "end") continue;
			const last = scores.at(-1)?.tasks ?? [];
			expect(last.length).toBe(2);
			event.result.tasks.forEach(({ name, value, questions }, i) => {
				expect(last[i]).toMatchObject({ task: name, questions });
				expect(last[i]?.value?.value).toBeCloseTo(value?.value ?? NaN, 4);
				expect(last[i]?.value?.low).toBeCloseTo(value?.low ?? NaN, 4);
			});
		}
		const [first] = scores;
		const nll = (event: typeof first) => event?.tasks[1]?.value?.value;
		expect(nll(first)).not.toBe(nll(scores.at(-1)));
	});
});

test("scoring changes nothing of the run, and a resumed run repeats its scores", {
	timeout,
}, async () => {
	const changes = recipeOf("grpo");
	const whole = await watched(changes);
	const plain = await runRecipe(folder, { ...changes, watch: {} });
	const steps = (events: readonly RunEvent[]) =>
		eventsOf(events, "step").map(({ cost: _, ...event }) => event);
	expect(steps(whole.events)).toEqual(steps(plain.events));
	for (const stopAt of [1, 2, 3]) {
		const resumed = await watched({ ...changes, save: { every: 1 } }, stopAt);
		expect(scoresOf(resumed.events)).toEqual(scoresOf(whole.events));
	}
});

test("every other round is left out where the recipe says so", {
	timeout,
}, async () => {
	const { events } = await watched({
		...recipeOf("grpo", { every: 2, tasks: taskFiles()[1] }),
		objective: { ...kinds.grpo, roundSteps: 1 },
	});
	expect(scoresOf(events).map(({ round }) => round)).toEqual([1, 3, null]);
});

describe("an alarm", () => {
	/** The reward is learnt fast, and the task has nothing to do with it. */
	const deaf = (onAlarm: string): Changes => ({
		...recipeOf("grpo", {
			...{ tasks: join(folder, "never.task.yaml"), onAlarm },
		}),
		objective: { ...kinds.grpo, roundSteps: 1, perPrompt: 8, beta: 0 },
		batch: { rows: 8, tokens: 2048 },
		optimizer: { learningRate: 0.05 },
		schedule: { warmup: 0 },
		length: { kind: "steps", count: 10 },
	});

	test("that a reward rises and a task does not is raised once, and the run goes on", {
		timeout,
	}, async () => {
		const { events } = await watched(deaf("continue"));
		const alarms = eventsOf(events, "alarm");
		expect(alarms).toMatchObject([
			{ alarm: "reward-without-score", subject: "never" },
		]);
		expect(alarms[0]?.step).toBeGreaterThanOrEqual(3);
		const rewards = eventsOf(events, "samples").map(
			({ rewards: { total } }) => total as number,
		);
		expect(rewards[alarms[0]?.step ?? 0]).toBeGreaterThan(rewards[0] as number);
		expect(eventsOf(events, "step").length).toBe(10);
	});

	test("ends the run where the recipe says so, with a result and the reason", {
		timeout,
	}, async () => {
		const { out, events } = await watched(deaf("stop"));
		const [alarm, ...others] = eventsOf(events, "alarm");
		const steps = eventsOf(events, "step").length;
		expect(others).toEqual([]);
		expect(steps).toBeLessThan(10);
		expect(alarm).toMatchObject({ step: steps });
		expect(events.at(-1)).toMatchObject({
			...{ kind: "end", reason: "finished", step: steps },
		});
		expect(eventsOf(events, "note").at(-1)?.text).toContain("watch.onAlarm");
		expect(existsSync(join(out, "adapter"))).toBe(true);
		// The round that raised it was scored already.
		expect(scoresOf(events).at(-1)?.round).not.toBeNull();
	});
});

describe("refused before anything is trained", () => {
	const resolve = (objective: unknown) =>
		resolveRecipe(
			parseRecipe({
				model: join(folder, "model"),
				data: { train: join(folder, "rows.jsonl") },
				...{ objective, watch: { tasks: taskFiles()[0] } },
			}),
		);

	test.each(["sft", "dpo", "kto", "reward-model"])(
		"%s has no rounds",
		(kind) => {
			expect(() => resolve(kind)).toThrow(
				`watch.tasks: expected an objective that trains in rounds (irft, rft, grpo, psft), found ${kind}`,
			);
			expect(() => resolve("irft")).not.toThrow();
		},
	);

	test("a task that cannot be read, two of one name, a loop without a scorer", {
		timeout,
	}, async () => {
		const missing = join(folder, "none.task.yaml");
		await expect(
			watched(recipeOf("psft", { tasks: [missing] })),
		).rejects.toThrow("none.task.yaml");
		const [one] = taskFiles();
		await expect(
			watched(recipeOf("psft", { tasks: [one, one] })),
		).rejects.toMatchObject({
			where: "watch.tasks",
			found: "two named letters",
		});
		await expect(runRecipe(folder, recipeOf("psft"))).rejects.toMatchObject({
			where: "watch.tasks",
		});
	});
});
