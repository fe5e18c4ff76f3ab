import { describe, expect, it } from "vitest";
import type { Example } from "../../../data/example.ts";
import { lossGraph } from "../../../objectives/lower.ts";
import { dpo } from "../../../objectives/preferences/dpo.ts";
import { everyObjective } from "../../../objectives/testing/option-sets.ts";
import { microBatchResults, outputExtents } from "./results.ts";

const row = (id: string, ids: number[], mask: number[]): Example => ({
	...{ id, liked: true },
	ids: Int32Array.from(ids),
	mask: Uint8Array.from(mask),
});
const batches = [
	[row("a", [5, 2], [0, 1]), row("b", [5, 6, 7], [0, 1, 1])],
	[row("c", [5, 6, 2], [0, 0, 1]), row("d", [5], [0])],
];
const floats = (...values: number[]) => ({
	shape: [values.length],
	data: Float32Array.from(values),
});
const fields = { id: 1, sums: [10, 20], weights: [1, 2] };
const parts = {
	...{
		batches,
		extents: outputExtents(dpo({ beta: 0.1, labelSmoothing: 0, sft: 0 })),
	},
	...{ endIds: new Set([2]), references: null },
};

it.each(everyObjective)(
	"every output of $title has a known extent",
	({ objective }) => {
		const names = Object.keys(lossGraph(objective).outputs);
		const extents = outputExtents(objective);
		expect(names.filter((name) => !extents.has(name))).toEqual([]);
	},
);

describe("the results of a step", () => {
	it("are those of each micro-batch", () => {
		const tensors = {
			logProb: floats(-1, -2, -3, -4),
			"metric.chosenReward": floats(7, 8),
		};
		const results = microBatchResults({ fields, tensors }, parts);
		expect(
			results.map(({ rows, ends, outputs, ...rest }) => ({
				...{ ...rest, ends: [...Array.from(ends)] },
				ids: rows.map(({ id }) => id),
				logProb: [...(outputs.logProb ?? [])],
				chosen: [...(outputs["metric.chosenReward"] ?? [])],
			})),
		).toEqual([
			{
				...{ ids: ["a", "b"], tokens: 5, supervised: 3, sum: 10, weight: 1 },
				...{ reference: null, ends: [1, 0, 0] },
				...{ logProb: [-1, -2, -3], chosen: [7] },
			},
			{
				...{ ids: ["c", "d"], tokens: 4, supervised: 1, sum: 20, weight: 2 },
				...{ reference: null, ends: [1], logProb: [-4], chosen: [8] },
			},
		]);
	});

	it("are refused if an output is unknown or a list is short", () => {
		const odd = { fields, tensors: { "metric.odd": floats(1) } };
		expect(() => microBatchResults(odd, parts)).toThrow(
			"only outputs of the objective, found metric.odd [1]",
		);
		const short = { fields: { ...fields, sums: [1] }, tensors: {} };
		expect(() => microBatchResults(short, parts)).toThrow(
			"sums: expected a list of 2 numbers, found [1]",
		);
	});
});
