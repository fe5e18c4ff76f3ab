import { type Group, supervisedCount } from "../../data/example.ts";
import type { Plan } from "../../data/plan-step.ts";
import { groupLength } from "../../data/shared-prompts.ts";

/** Steps that are looked at: more would take longer than the step they stand for. */
const looked = 10_000;

export interface Heaviest {
	/** Of a run's first steps: the micro-batch of the most tokens, of the most places in attention, of the most supervised tokens. */
	readonly microBatches: readonly (readonly number[])[];
	/** Micro-batches of the step that has most. */
	readonly parts: number;
}

/** What sets the peak of memory of a run. */
export function heaviest(
	plan: Plan,
	steps: number,
	train: readonly Group[],
): Heaviest {
	const seen = train.map(groupLength);
	const longestOf = train.map((group) =>
		Math.max(...group.map(({ mask }) => mask.lastIndexOf(1))),
	);
	const supervised = train.map((group) =>
		group.reduce((sum, row) => sum + supervisedCount(row), 0),
	);
	const sumOf = (rows: readonly number[], values: readonly number[]) =>
		rows.reduce((sum, row) => sum + (values[row] as number), 0);
	const longest = (rows: readonly number[]) =>
		rows.reduce((most, row) => Math.max(most, longestOf[row] as number), 0);
	const measures = [
		(rows: readonly number[]) => sumOf(rows, seen),
		(rows: readonly number[]) => rows.length * longest(rows) ** 2,
		(rows: readonly number[]) => sumOf(rows, supervised),
	];
	const most = measures.map(() => ({
		size: -1,
		rows: [] as readonly number[],
	}));
	let parts = 0;
	for (let step = 0; step < Math.min(steps, looked); step++) {
		const { microBatches } = plan.step(step);
		parts = Math.max(parts, microBatches.length);
		for (const rows of microBatches)
			measures.forEach((measure, i) => {
				const size = measure(rows);
				if (size > (most[i]?.size ?? 0)) most[i] = { size, rows };
			});
	}
	return { microBatches: [...new Set(most.map(({ rows }) => rows))], parts };
}
