import { RandomStream } from "../../../core/random.ts";
import { alpha95, type Estimate } from "../../../stats/estimate.ts";

/** Items by what was sampled: items of one question are drawn together. */
export function groupsOf<T extends { readonly question: string }>(
	items: readonly T[],
): T[][] {
	const groups = new Map<string, T[]>();
	for (const item of items) {
		const group = groups.get(item.question);
		if (group) group.push(item);
		else groups.set(item.question, [item]);
	}
	return [...groups.values()];
}

/** What a statistic is made of: sums over items. */
export interface Summed<T> {
	/** The numbers of an item that are added up; as many for every item. */
	readonly parts: (item: T) => readonly number[];
	readonly statistic: (sums: Float64Array) => number;
}

const draws = 1000;

function quantile(sorted: readonly number[], share: number): number {
	const at = share * (sorted.length - 1);
	const below = sorted[Math.floor(at)] as number;
	const above = sorted[Math.ceil(at)] as number;
	return below + (at - Math.floor(at)) * (above - below);
}

function addTo(sums: Float64Array, parts: ArrayLike<number>): void {
	for (let i = 0; i < sums.length; i++)
		sums[i] = (sums[i] as number) + (parts[i] as number);
}

function sumsOfGroups<T>(
	groups: readonly (readonly T[])[],
	parts: Summed<T>["parts"],
): Float64Array[] {
	return groups.map((group) => {
		const [first, ...others] = group.map(parts);
		const sums = Float64Array.from(first ?? []);
		for (const other of others) addTo(sums, other);
		return sums;
	});
}

/**
 * A statistic of items with its 95% interval over questions: the quantiles of 1,000 bootstrap samples, moved by how far
 * their mean is from the value. A statistic such as a calibration error is larger in bootstrap samples than in the
 * items, and would lie outside its own interval otherwise. The same seed gives the same interval.
 */
export function bootstrapped<T extends { readonly question: string }>(
	items: readonly T[],
	{ parts, statistic }: Summed<T>,
	seed: number,
): Estimate {
	const groups = sumsOfGroups(groupsOf(items), parts);
	const width = groups[0]?.length ?? 0;
	const total = new Float64Array(width);
	for (const group of groups) addTo(total, group);
	const value = statistic(total);
	const stream = new RandomStream(seed, "probe bootstrap");
	const found = Array.from({ length: draws }, () => {
		const sums = new Float64Array(width);
		for (const _ of groups)
			addTo(sums, groups[stream.integer(groups.length)] as Float64Array);
		return statistic(sums);
	}).sort((a, b) => a - b);
	const bias = found.reduce((sum, x) => sum + x, 0) / draws - value;
	return {
		value,
		low: Math.min(value, quantile(found, alpha95) - bias),
		high: Math.max(value, quantile(found, 1 - alpha95) - bias),
	};
}
