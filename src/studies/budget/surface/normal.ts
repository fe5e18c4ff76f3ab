import type { RandomStream } from "../../../core/random.ts";

/** Complementary error function with a relative error below 1.2e-7 (Press et al., Numerical Recipes, section 6.2). */
function erfc(x: number): number {
	const z = Math.abs(x);
	const t = 1 / (1 + 0.5 * z);
	const terms = [
		-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807,
		-1.13520398, 1.48851587, -0.82215223, 0.17087277,
	];
	const series = terms.reduceRight((sum, c) => sum * t + c, 0);
	const tail = t * Math.exp(-z * z + series);
	return x >= 0 ? tail : 2 - tail;
}

/** Probability that a standard normal variable is below `x`. */
export const normalBelow = (x: number): number => erfc(-x * Math.SQRT1_2) / 2;

export const normalDensity = (x: number): number =>
	Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** A standard normal variable given that it is at least `least` (Robert 1995). */
export function normalAbove(least: number, random: RandomStream): number {
	if (least <= 0)
		for (;;) {
			const value = random.normal();
			if (value >= least) return value;
		}
	const rate = (least + Math.sqrt(least * least + 4)) / 2;
	for (;;) {
		const value = least - Math.log(1 - random.uniform()) / rate;
		if (random.uniform() <= Math.exp(-((value - rate) ** 2) / 2)) return value;
	}
}

/** Nodes and weights of Gauss and Legendre's rule of 16 points on [-1, 1]; the other half mirrors them. */
const legendre = [
	[0.0950125098376374, 0.1894506104550685],
	[0.2816035507792589, 0.1826034150449236],
	[0.4580167776572274, 0.1691565193950025],
	[0.6178762444026438, 0.1495959888165767],
	[0.755404408355003, 0.1246289712555339],
	[0.8656312023878318, 0.0951585116824928],
	[0.9445750230732326, 0.0622535239386479],
	[0.9894009349916499, 0.0271524594117541],
] as const;

/** Integral over [low, high] by Gauss and Legendre's rule of 16 points. */
function integrate(f: (x: number) => number, low: number, high: number) {
	const middle = (low + high) / 2;
	const half = (high - low) / 2;
	let sum = 0;
	for (const [node, weight] of legendre)
		sum += weight * (f(middle + half * node) + f(middle - half * node));
	return half * sum;
}

/** Probability that u > least and v < a + b u, for independent standard normal u and v. */
export function wedge(least: number, a: number, b: number): number {
	const low = Math.max(least, -6);
	// Beyond this the density has fallen to less than 1e-8 of what it is at `low`.
	const high = low > 0 ? low + 40 / (low + 6.5) : 6;
	return integrate(
		(u) => normalDensity(u) * normalBelow(a + b * u),
		low,
		Math.max(high, low),
	);
}
