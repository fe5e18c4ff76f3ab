import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { isEngineLost } from "../../src/engine/engine-lost.ts";
import type { TorchGroup } from "../../src/engine/torch/process.ts";
import { makeTinyModels, startGroup } from "./tiny-groups.ts";
import {
	hashNow,
	openPlan,
	type Plan,
	randomRows,
	scoreNow,
	takeSteps,
} from "./tiny-session.ts";

const python = inject("python");
const shards = ["none", "full"] as const;

let models: string;
let group: TorchGroup;

beforeAll(async () => {
	if (python === null) return;
	models = await makeTinyModels(python);
	group = await startGroup(python, 2);
}, 900_000);

afterAll(async () => {
	await group?.end();
	if (models) await rm(models, { recursive: true });
});

const qwen = (options: Pick<Plan, "tuning" | "shard">): Plan => ({
	...{ folder: join(models, "qwen"), ...options },
});

const largest = (values: readonly number[] = []) =>
	Math.max(...values.map(Math.abs));

/** Draws answers to some of five prompts. */
async function draw(indices: readonly number[], kind: "greedy" | "sample") {
	const prompts = indices.map((i) => [3 + i, 40, 50 + i].slice(i % 3));
	const ids = Int32Array.from(prompts.flat());
	const lengths = Int32Array.from(prompts, ({ length }) => length);
	const sampling =
		kind === "greedy"
			? { kind }
			: { kind, temperature: 0.9, topK: 60, topP: 0.95, minP: 0.01 };
	const { tensors } = await group.request({
		op: "draw",
		fields: {
			...{ of: "now", name: "policy", maxNewTokens: 6, sampling, rows: 2 },
			seeds: indices.map((i) => 100 + i),
			stopIds: [7, 8, 9, 10],
		},
		tensors: {
			ids: { shape: [ids.length], data: ids },
			lengths: { shape: [lengths.length], data: lengths },
		},
	});
	let at = 0;
	return [...(tensors.lengths?.data ?? [])].map((length) => {
		at += length;
		return [...(tensors.ids?.data.subarray(at - length, at) ?? [])];
	});
}

describe.skipIf(python === null).each(shards)("shard %s", (shard) => {
	test.each(["greedy", "sample"] as const)(
		"%s draws depend on their prompt and seed alone",
		async (kind) => {
			await openPlan(group, qwen({ tuning: "lora", shard }));
			const all = await draw([0, 1, 2, 3, 4], kind);
			for (const answer of all) {
				const stop = answer.findIndex((id) => id >= 7 && id <= 10);
				expect(answer).toHaveLength(stop < 0 ? 6 : stop + 1);
			}
			expect(await draw([3, 1], kind)).toEqual([all[3], all[1]]);
			expect(await draw([2], kind)).toEqual([all[2]]);
		},
	);

	test("a written model has the scores of what was trained", async () => {
		const plan = qwen({ tuning: "full", shard });
		await openPlan(group, plan);
		await takeSteps(group, plan, { from: 0, to: 2 });
		const trained = await scoreNow(group);
		expect(largest(trained.kl)).toBeGreaterThan(1e-4);
		const folder = join(models, `written-${shard}`);
		await group.request({ op: "write", fields: { name: "policy", folder } });
		await openPlan(group, { ...plan, folder });
		expect((await scoreNow(group)).logProb).toEqual(trained.logProb);
	});

	test.each(["lora", "full"] as const)(
		"%s weights are placed between the base and what was trained",
		async (tuning) => {
			const plan = qwen({ tuning, shard });
			const place = (share: number) =>
				group.request({ op: "place", fields: { name: "policy", share } });
			await openPlan(group, plan);
			await takeSteps(group, plan, { from: 0, to: 2 });
			const hash = await hashNow(group);
			const whole = largest((await scoreNow(group)).kl);
			await group.request({ op: "snapshot", fields: { name: "policy" } });
			await place(0.5);
			const half = largest((await scoreNow(group)).kl);
			expect(half).toBeGreaterThan(0);
			expect(half).toBeLessThan(whole);
			await place(0);
			expect(largest((await scoreNow(group)).kl)).toBeLessThan(1e-6);
			await place(1);
			expect(await hashNow(group)).toBe(hash);
		},
	);

	test("a gradient that is not finite changes nothing", async () => {
		const plan = qwen({ tuning: "lora", shard });
		await openPlan(group, plan);
		const hash = await hashNow(group);
		const request = group.request({
			op: "step",
			fields: {
				...{ name: "policy", step: 4, learningRate: 1, seeds: [1] },
				...{ statistic: null, strength: null, referenceOf: null },
				hold: { strength: Number.MAX_VALUE, seeds: [2] },
			},
			tensors: { ...randomRows([2], 1), ...randomRows([2], 2, "held.") },
		});
		await expect(request).rejects.toMatchObject({
			...{ code: "data", where: "step 5" },
		});
		expect(await hashNow(group)).toBe(hash);
		const [taken] = await takeSteps(group, plan, { from: 0, to: 1 });
		expect(taken?.norm?.[0]).toBeGreaterThan(0);
	});
});

describe.skipIf(python === null)("a request that cannot be served", () => {
	const options = { tuning: "full", shard: "none" } as const;

	test("names a folder without a model", async () => {
		const folder = join(models, "nothing");
		await expect(openPlan(group, { ...options, folder })).rejects.toMatchObject(
			{ code: "weights", where: folder },
		);
	});
});

// The group ends here.
test.skipIf(python === null)(
	"an exception of one rank is what the driver hears, and not what the other one met then",
	async () => {
		await openPlan(group, qwen({ tuning: "lora", shard: "none" }));
		const rows = randomRows([1, 1], 1);
		const ids = Int32Array.from(rows.ids?.data ?? []).fill(10_000, -1);
		const tensors = { ...rows, ids: { shape: [ids.length], data: ids } };
		const error = await group
			.request({
				op: "score",
				fields: { of: "now", name: "policy", against: null },
				tensors,
			})
			.catch((reason: unknown) => reason);
		expect(error).toMatchObject({
			...{ code: "internal", where: "PyTorch processes, during score" },
			found: expect.stringMatching(/^\w+Error: index 10000 is out of bounds/),
		});
		expect(isEngineLost(error)).toBe(false);
		await expect(group.request({ op: "hash" })).rejects.toBe(error);
	},
);
