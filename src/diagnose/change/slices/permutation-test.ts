import { RandomStream } from "../../../core/random.ts";

const draws = 4999;

/**
 * Two-sided p-value of the difference of two means under random exchange of their values, from 4,999 drawn exchanges (Phipson
 * and Smyth 2010: the observed one counts too, so p is never 0). `name` seeds the draws: the same arguments give the same p.
 */
export function permutationTest(
	one: readonly number[],
	other: readonly number[],
	name: string,
): number {
	const random = new RandomStream(0, `permutation/${name}`);
	const all = [...one, ...other];
	const total = all.reduce((sum, x) => sum + x, 0);
	const size = Math.min(one.length, other.length);
	const smaller = one.length <= other.length ? one : other;
	const distance = (sum: number) =>
		Math.abs(sum / size - (total - sum) / (all.length - size));
	// Sums of the same values in another order differ by rounding.
	const observed = distance(smaller.reduce((sum, x) => sum + x, 0)) - 1e-9;
	let asFar = 1;
	for (let i = 0; i < draws; i++) {
		let sum = 0;
		for (let k = 0; k < size; k++) {
			const j = k + random.integer(all.length - k);
			[all[k], all[j]] = [all[j] as number, all[k] as number];
			sum += all[k] as number;
		}
		if (distance(sum) >= observed) asFar++;
	}
	return asFar / (draws + 1);
}
