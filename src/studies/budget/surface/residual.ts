import { RandomStream } from "../../../core/random.ts";
import type { Allocation } from "../allocation.ts";
import type { Extent } from "./shape.ts";

const frequencies = 48;

/** Number of features: a cosine and a sine of each frequency. */
export const featureCount = 2 * frequencies;

/** Length scale of the kernel, where 1 is the distance from none to the most of a kind. */
const length = 0.4;

/**
 * Features of the residual process, a Gaussian process of variance 1 with a squared exponential kernel over
 * log(1 + n / least), scaled to run from 0 at none to 1 at the most of each kind. Random Fourier features (Rahimi and Recht
 * 2007) make it a finite sum of cosines and sines with standard normal weights, so that a draw of it is a function that
 * can be evaluated anywhere.
 */
export function residualFeatures(
	extent: Extent,
): (at: Allocation) => Float64Array {
	const random = new RandomStream(0, "budget/residual");
	const waves = Array.from({ length: frequencies }, () => [
		random.normal() / length,
		random.normal() / length,
	]);
	const scaled = (n: number, { least, most }: Extent["pairs"]) =>
		Math.log1p(n / least) / Math.log1p(most / least);
	return ({ demonstrations, pairs }) => {
		const x = scaled(demonstrations, extent.demonstrations);
		const y = scaled(pairs, extent.pairs);
		const features = new Float64Array(featureCount);
		for (const [i, [u = 0, v = 0]] of waves.entries()) {
			features[2 * i] = Math.cos(u * x + v * y) / Math.sqrt(frequencies);
			features[2 * i + 1] = Math.sin(u * x + v * y) / Math.sqrt(frequencies);
		}
		return features;
	};
}
