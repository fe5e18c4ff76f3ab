/** Coefficients of Lanczos' approximation (g = 7, n = 9), good to 15 digits. */
const lanczos = [
	0.99999999999980993, 676.5203681218851, -1259.1392167224028,
	771.32342877765313, -176.61502916214059, 12.507343278686905,
	-0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

function logGamma(x: number): number {
	const t = x + 6.5;
	const series = lanczos.reduce(
		(sum, c, i) => sum + (i === 0 ? c : c / (x - 1 + i)),
		0,
	);
	return (
		0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series)
	);
}

/** Continued fraction of the incomplete beta function (Press et al., Numerical Recipes, section 6.4), by Lentz' method. */
function betaFraction(a: number, b: number, x: number): number {
	const tiny = 1e-300;
	const guard = (value: number) => (Math.abs(value) < tiny ? tiny : value);
	let c = 1;
	let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
	let product = d;
	for (let m = 1; m < 500; m++) {
		const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
		const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
		let factor = 1;
		for (const term of [even, odd]) {
			d = 1 / guard(1 + term * d);
			c = guard(1 + term / c);
			factor = c * d;
			product *= factor;
		}
		if (Math.abs(factor - 1) < 1e-14) break;
	}
	return product;
}

/** The regularised incomplete beta function, I_x(a, b). */
export function betaShare(x: number, a: number, b: number): number {
	if (x <= 0) return 0;
	if (x >= 1) return 1;
	if (x > (a + 1) / (a + b + 2)) return 1 - betaShare(1 - x, b, a);
	const front = Math.exp(
		logGamma(a + b) -
			logGamma(a) -
			logGamma(b) +
			a * Math.log(x) +
			b * Math.log1p(-x),
	);
	return (front * betaFraction(a, b, x)) / a;
}

/** Probability that Student's t with `freedom` degrees exceeds a value. */
export function tTail(value: number, freedom: number): number {
	const tail =
		betaShare(freedom / (freedom + value ** 2), freedom / 2, 0.5) / 2;
	return value >= 0 ? tail : 1 - tail;
}

/** The value that Student's t with `freedom` degrees exceeds with probability `alpha`, below 0.5. Infinite freedom: normal. */
export function tQuantile(alpha: number, freedom: number): number {
	// Beyond this the difference from the normal distribution is in the seventh digit.
	const degrees = Math.min(freedom, 1e7);
	let low = 0;
	let high = 2;
	while (tTail(high, degrees) > alpha) high *= 2;
	for (let i = 0; i < 80; i++) {
		const middle = (low + high) / 2;
		if (tTail(middle, degrees) > alpha) low = middle;
		else high = middle;
	}
	return (low + high) / 2;
}
