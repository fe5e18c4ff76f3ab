import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readRewardModel } from "../../src/formats/peft/reward-model.ts";
import { parseRecipe } from "../../src/recipes/parse/parse-recipe.ts";
import { resolveRecipe } from "../../src/recipes/resolve/resolve-recipe.ts";
import { readRound } from "../../src/runs/folder/round-folder.ts";
import {
	type Changes,
	eventsOf,
	type FinishedRun,
	runRecipe,
} from "./run-recipe.ts";
import { tinyFolder } from "./tiny-folder.ts";

const timeout = 300_000;
const folder = tinyFolder({ preferences: true });

const rft = (rewardModel: Changes = {}, data: Changes = {}): Changes => ({
	objective: {
		kind: "rft",
		rounds: 2,
		perPrompt: 3,
		rewardModel: { steps: 3, ...rewardModel },
		sampling: { maxNewTokens: 6, batch: 16 },
	},
	data: {
		train: join(folder, "rows.jsonl"),
		heldOut: { kind: "none" },
		general: null,
		...data,
	},
});

const pairs = () => join(folder, "pairs.jsonl");

const rewardModelOf = ({ out }: FinishedRun) =>
	readRewardModel(join(out, "reward-model"));

const weightsOf = ({ out }: FinishedRun) =>
	readFileSync(join(out, "reward-model/adapter_model.safetensors")).toString(
		"base64",
	);

test("the policy learns from other samples than the reward model", {
	timeout,
}, async () => {
	const { out, events } = await runRecipe(folder, rft({ perPrompt: 2 }));
	for (const round of [1, 2]) {
		const own = (await readRound(out, round)).samples;
		const path = join(out, `rounds/round-${round}/reward-model/samples.jsonl`);
		const others: typeof own = readFileSync(path, "utf8")
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line));
		const rows = new Set(own.map(({ row }) => row));
		expect(own.length).toBe(3 * rows.size);
		expect(others.length).toBe(2 * rows.size);
		expect(new Set(others.map(({ row }) => row))).toEqual(rows);
		const told = new Set(own.map(({ row, text }) => `${row} ${text}`));
		const same = others.filter(({ row, text }) => told.has(`${row} ${text}`));
		expect(same.length).toBeLessThan(others.length / 4);
		// Those of the policy are judged, the others are not.
		expect(own.every(({ rewards }) => "total" in rewards)).toBe(true);
		expect(others.every(({ rewards }) => !("total" in rewards))).toBe(true);
		const counts: Record<string, number> = {};
		for (const { dropped } of others)
			if (dropped) counts[dropped] = (counts[dropped] ?? 0) + 1;
		const event = eventsOf(events, "samples")[round - 1];
		expect(event?.rewardSamples).toEqual({
			samples: others.length,
			dropped: counts,
		});
	}
});

describe("labelled pairs beside demonstrations", () => {
	test("change what the reward model learns, and a resumed run repeats it", {
		timeout,
	}, async () => {
		const mixed = rft({}, { pairs: pairs() });
		const alone = await runRecipe(folder, rft());
		const whole = await runRecipe(folder, mixed);
		const resumed = await runRecipe(
			folder,
			{ ...mixed, save: { every: 1 } },
			3,
		);
		expect(weightsOf(whole)).not.toBe(weightsOf(alone));
		expect(weightsOf(resumed)).toBe(weightsOf(whole));
		expect(resumed.adapter).toBe(whole.adapter);
		const none = await runRecipe(
			folder,
			rft({ pairShare: 0 }, { pairs: pairs() }),
		);
		expect(none.adapter).toBe(alone.adapter);
		expect(weightsOf(none)).toBe(weightsOf(alone));
	});

	test("rows that are no pairs are refused with their line", {
		timeout,
	}, async () => {
		const rows = join(folder, "rows.jsonl");
		await expect(
			runRecipe(folder, rft({}, { pairs: rows })),
		).rejects.toMatchObject({
			code: "data",
			where: expect.stringContaining(`${rows}:1`),
		});
	});

	test.each(["sft", "dpo", "irft", "reward-model"])(
		"%s has no reward model that could learn from them",
		(kind) => {
			const recipe = parseRecipe({
				model: join(folder, "model"),
				data: { train: pairs(), pairs: pairs() },
				objective: kind,
			});
			expect(() => resolveRecipe(recipe)).toThrow(
				`data.pairs: expected objective rft, whose reward model learns from labelled pairs too, found objective ${kind}`,
			);
		},
	);
});

function expectClose(found: Float32Array | undefined, wanted: Float32Array) {
	expect(found?.length).toBe(wanted.length);
	const gaps = wanted.map((x, i) => Math.abs(x - (found?.[i] as number)));
	expect(Math.max(...gaps)).toBeLessThan(1e-8);
}

describe("a saved reward model to go on from", () => {
	/** So small that nothing moves. */
	const still = { learningRate: 1e-12, steps: 1 };
	let saved: FinishedRun;
	beforeAll(async () => {
		saved = await runRecipe(folder, {
			objective: "reward-model",
			tune: { rank: 2, targets: ["q_proj"] },
			data: { train: pairs(), heldOut: { kind: "none" }, general: null },
			optimizer: { learningRate: 0.01 },
		});
	}, timeout);

	test.each(["reward-model", ""])(
		"is named by RUN/%s",
		{
			timeout,
		},
		async (inside) => {
			const from = join(saved.out, inside);
			const run = await runRecipe(folder, rft({ ...still, from }));
			const [before, after] = [
				await rewardModelOf(saved),
				await rewardModelOf(run),
			];
			expect(after.adapter.rank).toBe(2);
			expect([...after.adapter.modules.keys()]).toEqual([
				...before.adapter.modules.keys(),
			]);
			for (const [path, { a, b }] of before.adapter.modules) {
				const now = after.adapter.modules.get(path);
				expectClose(now?.a, a);
				expectClose(now?.b, b);
			}
			expectClose(after.head, before.head);
			expect(before.head.some((x) => Math.abs(x) > 1e-3)).toBe(true);
		},
	);

	test("goes on learning, and resumes exactly", { timeout }, async () => {
		const changes = { ...rft({ from: saved.out }), save: { every: 1 } };
		const whole = await runRecipe(folder, changes);
		const resumed = await runRecipe(folder, changes, 3);
		expect(weightsOf(whole)).not.toBe(weightsOf(saved));
		expect(weightsOf(resumed)).toBe(weightsOf(whole));
		expect(resumed.adapter).toBe(whole.adapter);
	});

	test("what is none is refused by name", { timeout }, async () => {
		const policy = await runRecipe(folder, {});
		await expect(
			runRecipe(folder, rft({ from: join(policy.out, "adapter") })),
		).rejects.toMatchObject({ code: "weights" });
		const missing = join(folder, "nowhere");
		await expect(
			runRecipe(folder, rft({ from: missing })),
		).rejects.toMatchObject({
			where: "objective.rewardModel.from",
			found: `no such folder: ${missing}`,
		});
	});
});
