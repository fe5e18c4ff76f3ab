/** Measures that a search may take. */
const most = 12;

/** Shares of the bound between which a search is content, and at which it aims. */
const [content, aim] = [0.97, 0.985];

export interface DrawnBack<T> {
	/** Of the way from the base, 0 to 1. */
	readonly share: number;
	readonly measure: T;
}

/**
 * The point farthest from the base, on the straight way to a policy that lies outside the bound, that was found to lie
 * inside; null where none was. `end`: the measure of the policy itself. Near the base a divergence grows as the square of
 * the way, which is where the search looks first.
 */
export async function drawBack<T extends { readonly value: number }>(
	measureAt: (share: number) => Promise<T>,
	end: T,
	bound: number,
): Promise<DrawnBack<T> | null> {
	let best: DrawnBack<T> | null = null;
	let near = { share: 1, value: end.value };
	let [low, high] = [0, 1];
	for (let i = 0; i < most; i++) {
		const guess = near.share * Math.sqrt((aim * bound) / near.value);
		const share = guess > low && guess < high ? guess : (low + high) / 2;
		const measure = await measureAt(share);
		near = { share, value: measure.value };
		if (measure.value <= bound) {
			best = { share, measure };
			low = share;
			if (measure.value >= content * bound) break;
		} else high = share;
	}
	return best;
}
