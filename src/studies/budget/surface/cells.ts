import type { Allocation, Observation } from "../allocation.ts";

/** Observations grouped by allocation, with scores standardised to `(score - centre) / scale`. */
export interface Cells {
	/** Ascending by demonstrations, then pairs. */
	readonly at: readonly Allocation[];
	/** Number of trials of each cell. */
	readonly counts: readonly number[];
	/** Mean standardised score of each cell. */
	readonly means: readonly number[];
	/** Sum of squares of standardised scores around the means of their cells, and its degrees of freedom. */
	readonly within: { readonly squares: number; readonly freedom: number };
	readonly centre: number;
	/** The range of the means, in points of the score. */
	readonly scale: number;
}

const isBase = (at: Allocation) => at.demonstrations === 0 && at.pairs === 0;

export const keyOf = ({ demonstrations, pairs }: Allocation): string =>
	`${demonstrations}/${pairs}`;

/**
 * Groups observations by allocation; their order has no influence. Observations whose score is not finite are left out.
 * Those of the untouched base count as one: it is the same model for every seed, so that they tell nothing about noise
 * between trainings.
 */
export function cellsOf(observations: readonly Observation[]): Cells {
	const groups = new Map<string, Observation[]>();
	const ordered = observations
		.filter(({ score }) => Number.isFinite(score))
		.toSorted(
			(a, b) =>
				a.demonstrations - b.demonstrations ||
				a.pairs - b.pairs ||
				a.seed - b.seed ||
				a.score - b.score,
		);
	for (const observation of ordered) {
		const key = keyOf(observation);
		const group = groups.get(key);
		if (group) group.push(observation);
		else groups.set(key, [observation]);
	}
	const cells = [...groups.values()].map((group) => {
		const first = group[0] as Observation;
		const mean =
			group.reduce((sum, { score }) => sum + score, 0) / group.length;
		const squares = group.reduce((sum, x) => sum + (x.score - mean) ** 2, 0);
		const replicated = !isBase(first);
		return {
			at: { demonstrations: first.demonstrations, pairs: first.pairs },
			mean,
			count: replicated ? group.length : 1,
			squares: replicated ? squares : 0,
		};
	});
	const means = cells.map(({ mean }) => mean);
	const centre =
		means.reduce((sum, x) => sum + x, 0) / Math.max(1, means.length);
	const scale = scaleOf(means, centre);
	return {
		at: cells.map(({ at }) => at),
		counts: cells.map(({ count }) => count),
		means: means.map((x) => (x - centre) / scale),
		within: {
			squares: cells.reduce((sum, x) => sum + x.squares, 0) / scale ** 2,
			freedom: cells.reduce((sum, x) => sum + x.count - 1, 0),
		},
		centre,
		scale,
	};
}

/**
 * The range of the means. Without two different means it is unknown: a single one may be as far from others as it is from 0,
 * and several equal ones differ by little.
 */
function scaleOf(means: readonly number[], centre: number): number {
	const size = Math.abs(centre) || 1;
	if (means.length < 2) return size;
	return Math.max(Math.max(...means) - Math.min(...means), 1e-3 * size);
}
