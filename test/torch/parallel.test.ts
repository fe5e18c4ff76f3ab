import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { TorchGroup } from "../../src/engine/torch/process.ts";
import { asft } from "../../src/objectives/imitation/asft.ts";
import { dpo } from "../../src/objectives/preferences/dpo.ts";
import { rewardModel } from "../../src/objectives/preferences/reward-model.ts";
import { makeTinyModels, startGroup } from "./tiny-groups.ts";
import {
	hashNow,
	type Numbers,
	openPlan,
	type Plan,
	scoreNow,
	takeSteps,
	trainPlan,
} from "./tiny-session.ts";

const python = inject("python");
/** Relative to 1 + the size of the number. */
const tolerance = 1e-6;

let models: string;
let one: TorchGroup;
let two: TorchGroup;

const folder = (name: string) => join(models, name);

beforeAll(async () => {
	if (python === null) return;
	models = await makeTinyModels(python);
	one = await startGroup(python, 1);
	two = await startGroup(python, 2);
}, 900_000);

afterAll(async () => {
	await one?.end();
	await two?.end();
	if (models) await rm(models, { recursive: true });
});

/** The largest difference of two numbers of the same name, relative to 1 + their size. */
function gap(found: readonly Numbers[], wanted: readonly Numbers[]): number {
	expect(found.map(Object.keys)).toEqual(wanted.map(Object.keys));
	const differences = wanted.flatMap((numbers, i) =>
		Object.entries(numbers).flatMap(([key, values]) => {
			const others = found[i]?.[key] ?? [];
			expect(others).toHaveLength(values.length);
			return values.map(
				(value, k) =>
					Math.abs((others[k] as number) - value) / (1 + Math.abs(value)),
			);
		}),
	);
	expect(differences.every(Number.isFinite)).toBe(true);
	return Math.max(...differences);
}

async function expectEqual(plan: Omit<Plan, "shard">): Promise<void> {
	const alone = await trainPlan(one, { ...plan, shard: "none" });
	const again = await trainPlan(one, { ...plan, shard: "none" });
	expect(again.hash).toBe(alone.hash);
	for (const shard of ["none", "full"] as const) {
		const together = await trainPlan(two, { ...plan, shard });
		expect(
			gap([...together.steps, together.scores], [...alone.steps, alone.scores]),
		).toBeLessThan(tolerance);
	}
}

describe.skipIf(python === null)("two processes are one", () => {
	const tunings = ["lora", "full"] as const;
	const cases = ["gpt2", "gemma", "qwen"].flatMap((family) =>
		tunings.map((tuning) => ({ family, tuning })),
	);

	// Three micro-batches: ranks accumulate two and one, and one of them is idle in the last round.
	test.each(cases)("$family, $tuning", async ({ family, tuning }) => {
		await expectEqual({ folder: folder(family), tuning });
	});

	test.each(tunings)("distributions and held rows, %s", async (tuning) => {
		const objective = asft({ lambda: 0.3, floor: null, keepEnd: false });
		await expectEqual({
			...{ folder: folder("qwen"), tuning, objective, holds: true },
			base: folder("qwen"),
		});
	});

	test("recomputed activations", async () => {
		const plan = { folder: folder("qwen"), tuning: "lora" } as const;
		const kept = await trainPlan(one, { ...plan, shard: "none" });
		for (const [group, shard] of [
			[one, "none"],
			[two, "full"],
		] as const) {
			const again = await trainPlan(group, { ...plan, shard, recompute: true });
			expect(gap(again.steps, kept.steps)).toBeLessThan(tolerance);
		}
	});

	test.each([
		["pairs", dpo({ beta: 0.1, labelSmoothing: 0, sft: 0.1 })],
		["rewards", rewardModel({ centre: 0.01 })],
	] as const)("%s", async (_, objective) => {
		await expectEqual({
			...{ folder: folder("qwen"), tuning: "lora", objective },
			groups: [2, 4, 2],
		});
	});

	test("rewards beside a policy that is trained in full", async () => {
		await expectEqual({
			...{ folder: folder("qwen"), tuning: "lora", beside: "full" },
			...{ objective: rewardModel({ centre: 0.01 }), groups: [2, 4, 2] },
		});
	});
});

describe.skipIf(python === null)("packed rows", () => {
	const families = ["gpt2", "gemma", "qwen", "capped"];
	test.each(families)("see only themselves: %s", async (family) => {
		await openPlan(one, {
			...{ folder: folder(family), tuning: "lora", shard: "none" },
		});
		const alone = await scoreNow(one, [1, 1, 1, 1, 1]);
		const packed = await scoreNow(one, [5]);
		expect(gap([packed], [alone])).toBeLessThan(1e-5);
	});
});

describe.skipIf(python === null)("quantised weights", () => {
	const plan = { tuning: "lora", shard: "none" } as const;

	test.each(["nf4", "int8"])("%s: steps near the exact ones", async (kind) => {
		const options = { ...plan, folder: folder("wide") };
		const taken = await trainPlan(one, { ...options, precision: kind });
		const exact = await trainPlan(one, options);
		const error = gap(taken.steps, exact.steps);
		expect(error).toBeGreaterThan(1e-5);
		expect(error).toBeLessThan(2);
	});

	test("nf4: two processes are one", async () => {
		const options = { ...plan, folder: folder("wide"), precision: "nf4" };
		const alone = await trainPlan(one, options);
		const together = await trainPlan(two, options);
		// Rounding to 4 bits is the same in both; sums of fewer rows add in another order, in which AVX2 differs by 1.5e-6.
		expect(gap(together.steps, alone.steps)).toBeLessThan(5 * tolerance);
	});
});

describe.skipIf(python === null)("a checkpoint", () => {
	const steps = { first: { from: 0, to: 2 }, rest: { from: 2, to: 4 } };

	async function save(group: TorchGroup, plan: Plan, to: string) {
		await openPlan(group, plan);
		await takeSteps(group, plan, steps.first);
		await group.request({ op: "save", fields: { name: "policy", folder: to } });
		const rest = await takeSteps(group, plan, steps.rest);
		return { rest, hash: await hashNow(group) };
	}

	async function resume(group: TorchGroup, plan: Plan, from: string) {
		await openPlan(group, plan);
		await group.request({
			op: "restore",
			fields: { name: "policy", folder: from, step: 2 },
		});
		const rest = await takeSteps(group, plan, steps.rest);
		return { rest, hash: await hashNow(group) };
	}

	test.each([
		["lora", "none"],
		["full", "none"],
		["full", "full"],
	] as const)(
		"of %s, shard %s, ends in the same bytes, and in another world within 1e-6",
		async (tuning, shard) => {
			const plan: Plan = { folder: folder("qwen"), tuning, shard };
			const to = join(models, `saved-${tuning}-${shard}`);
			const whole = await save(two, plan, to);
			expect(await resume(two, plan, to)).toEqual(whole);
			const alone = await resume(one, { ...plan, shard: "none" }, to);
			expect(gap(alone.rest, whole.rest)).toBeLessThan(tolerance);
		},
	);
});
