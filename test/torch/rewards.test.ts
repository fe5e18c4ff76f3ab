import { describe, expect, inject, test } from "vitest";
import { eventsOf, runRecipe } from "../training/run-recipe.ts";
import { shortRecipe } from "../training/short-recipe.ts";
import { tinyFolder } from "../training/tiny-folder.ts";

const python = inject("python");
const folder = tinyFolder({ preferences: true });

async function run(engine: object) {
	const { data, ...short } = shortRecipe(folder, "rft", "full");
	return runRecipe(folder, {
		...{ ...short, engine, evaluate: "never", save: { every: 1 } },
		data: { ...(data as object), heldOut: { kind: "count", rows: 4 } },
		length: { kind: "steps", count: 2 },
	});
}

describe.skipIf(python === null)("a reward model that learns", () => {
	test("beside a policy that is trained in full and divided among two processes", async () => {
		const alone = await run({ kind: "torch", gpus: 1, shard: "none" });
		const both = await run({ kind: "torch", gpus: 2, shard: "full" });
		const [start] = eventsOf(both.events, "start");
		expect(start?.engine).toMatchObject({ device: "cpu, sharded" });
		const rounds = eventsOf(alone.events, "round");
		expect(rounds.length).toBeGreaterThan(0);
		for (const [i, { rewards }] of eventsOf(both.events, "round").entries())
			for (const side of ["demo", "sample"] as const)
				expect(rewards?.[side]).toBeCloseTo(
					rounds[i]?.rewards?.[side] as number,
					4,
				);
		const steps = eventsOf(alone.events, "step");
		expect(steps).toHaveLength(2);
		for (const [i, { loss, gradNorm }] of eventsOf(
			both.events,
			"step",
		).entries()) {
			expect(loss).toBeCloseTo(steps[i]?.loss as number, 4);
			expect(gradNorm).toBeCloseTo(steps[i]?.gradNorm as number, 3);
		}
	});
});
