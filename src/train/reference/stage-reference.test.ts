import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createPlan } from "../../data/plan-step.ts";
import type { Prepared } from "../prepare/prepare.ts";
import type { Stage } from "../sources/stage.ts";
import { groupsMet, stageReference } from "./stage-reference.ts";

const train = Array.from(
	{ length: 20 },
	() => [],
) as Prepared["train"][number][];
const plan = createPlan({
	lengths: train.map(() => 4),
	rowsPerStep: 3,
	tokensPerMicroBatch: 8,
	seed: 1,
});

test("a run scores the rows that its steps meet, and no others", () => {
	const met = groupsMet({ plan, steps: 4, train });
	const planned = [0, 1, 2, 3].flatMap((step) =>
		plan.step(step).microBatches.flat(),
	);
	expect(new Set(met)).toEqual(new Set(planned.map((index) => train[index])));
	expect(met).toHaveLength(12);
});

test("a whole epoch and more meets all, each once", () => {
	for (const steps of [plan.stepsPerEpoch, 3 * plan.stepsPerEpoch])
		expect(groupsMet({ plan, steps, train })).toEqual(train);
	const twice = [...train, ...train];
	expect(groupsMet({ plan, steps: 100, train: twice })).toHaveLength(20);
});

describe("scores of the reference", () => {
	const rows = Array.from({ length: 150 }, (_, i) => [
		{
			id: `row ${i}`,
			ids: Int32Array.of(i, 1),
			mask: Uint8Array.of(0, 1),
			liked: true,
		},
	]);
	let scored: number;
	/** A stage whose model gives the first id of a row as its score. */
	const stageOf = (signal: AbortSignal, afterBlock = () => {}) =>
		({
			prepared: {
				...{ train: rows, steps: 1, plan: { stepsPerEpoch: 1 } },
				objective: { needs: { reference: "tokens" } },
				recipe: { precision: "float32", engine: { kind: "onnx" } },
			},
			sessions: { releaseScorer: async () => {} },
			reference: async (groups: typeof rows) => {
				scored += groups.length;
				afterBlock();
				return groups
					.flat()
					.map(({ ids }) => Float32Array.of(ids[0] as number));
			},
			signal,
		}) as unknown as Stage;

	beforeEach(() => {
		scored = 0;
		const cache = mkdtempSync(join(tmpdir(), "temper-reference-"));
		vi.stubEnv("XDG_CACHE_HOME", cache);
	});
	afterEach(() => vi.unstubAllEnvs());

	test("a stop is heard between blocks, and what was scored before it is not scored again", async () => {
		const stop = new AbortController();
		const stopped = stageOf(stop.signal, () => stop.abort());
		expect(await stageReference(stopped, "weights")).toBeNull();
		const before = scored;
		expect(before).toBeGreaterThan(0);
		expect(before).toBeLessThan(rows.length);
		const whole = stageOf(new AbortController().signal);
		const reference = await stageReference(whole, "weights");
		expect(scored).toBe(rows.length);
		const asked = [rows[149], rows[3]] as typeof rows;
		expect([...((await reference?.(asked))?.logProb ?? [])]).toEqual([149, 3]);
	});

	test("weights without a name are scored anew", async () => {
		const stage = stageOf(new AbortController().signal);
		await stageReference(stage, null);
		await stageReference(stage, null);
		expect(scored).toBe(2 * rows.length);
	});
});
