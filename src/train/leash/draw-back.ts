/** Measures that a search may take. */
const most = 12;

/** Shares of the bound between which a search is content, and at which it aims. */
const [content, aim] = [0.97, 0.985];

export interface DrawnBack<T> {
	/** Of the way from the base, 0 to 1. */
	readonly share: number;
	readonly measure: T;
}

interface Point {
	readonly share: number;
	readonly value: number;
}

/** Near the base a divergence grows as the square of the way. */
const usualPower = 2;

/** The power by which a measure grows between two points; the default one if they do not determine it. */
function powerOf(a: Point, b: Point): number {
	const power = Math.log(a.value / b.value) / Math.log(a.share / b.share);
	return power > 0.5 && power < 20 ? power : usualPower;
}

/**
 * The point farthest from the base, on the straight way to a policy that lies outside the bound, that was found to lie
 * inside; null if none was. `end`: the measure of the policy itself.
 */
export async function drawBack<T extends { readonly value: number }>(
	measureAt: (share: number) => Promise<T>,
	end: T,
	bound: number,
): Promise<DrawnBack<T> | null> {
	let best: DrawnBack<T> | null = null;
	let near: Point = { share: 1, value: end.value };
	let power = usualPower;
	let [low, high] = [0, 1];
	for (let i = 0; i < most; i++) {
		const guess = near.share * ((aim * bound) / near.value) ** (1 / power);
		const share = guess > low && guess < high ? guess : (low + high) / 2;
		const measure = await measureAt(share);
		const { value } = measure;
		power = powerOf(near, { share, value });
		near = { share, value };
		if (value > bound) high = share;
		else {
			best = { share, measure };
			low = share;
			if (value >= content * bound) break;
		}
	}
	return best;
}
