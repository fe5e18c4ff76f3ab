import { CholeskyDecomposition, Matrix } from "ml-matrix";
import type { RandomStream } from "../../../core/random.ts";

interface Particle {
	readonly z: Float64Array;
	readonly logLikelihood: number;
}

/** Sizes of the sampler: `moves` Metropolis steps at each temperature, `last` more at the end. */
export interface Effort {
	readonly particles: number;
	readonly moves: number;
	readonly last: number;
}

/**
 * Draws from a posterior over coordinates with a standard normal prior, by sequential Monte Carlo (Del Moral, Doucet and
 * Jasra 2006): particles from the prior are reweighted to ever larger powers of the likelihood, each so large that half of the
 * particles still count, resampled, and moved by random-walk Metropolis steps with the particles' own covariance.
 */
export function samplePosterior(
	logLikelihood: (z: Float64Array) => number,
	dimensions: number,
	effort: Effort,
	random: RandomStream,
): Float64Array[] {
	const particle = (z: Float64Array): Particle => {
		const value = logLikelihood(z);
		return { z, logLikelihood: Number.isNaN(value) ? -Infinity : value };
	};
	let particles = Array.from({ length: effort.particles }, () =>
		particle(Float64Array.from({ length: dimensions }, () => random.normal())),
	);
	for (let power = 0; power < 1; ) {
		const next = nextPower(particles, power);
		particles = resample(particles, next - power, random);
		power = next;
		const moves = power < 1 ? effort.moves : effort.moves + effort.last;
		const root = rootOfCovariance(particles.map(({ z }) => z));
		for (let i = 0; i < moves; i++)
			particles = particles.map((from) => {
				const to = particle(step(from.z, root, random));
				const ratio =
					power * (to.logLikelihood - from.logLikelihood) -
					(squares(to.z) - squares(from.z)) / 2;
				return Math.log(random.uniform()) < ratio ? to : from;
			});
	}
	return particles.map(({ z }) => z);
}

const squares = (z: Float64Array) => z.reduce((sum, x) => sum + x * x, 0);

function weightsOf(particles: readonly Particle[], power: number): number[] {
	const most = Math.max(...particles.map((p) => p.logLikelihood));
	const weights = particles.map((p) =>
		Math.exp(power * (p.logLikelihood - most)),
	);
	const sum = weights.reduce((total, w) => total + w, 0);
	return weights.map((w) => w / sum);
}

/** The largest power at which the effective number of particles is half of them; 1 if it is more. */
function nextPower(particles: readonly Particle[], power: number): number {
	const effective = (next: number) =>
		1 / weightsOf(particles, next - power).reduce((sum, w) => sum + w * w, 0);
	const enough = particles.length / 2;
	if (effective(1) >= enough) return 1;
	let low = power;
	let high = 1;
	for (let i = 0; i < 30; i++) {
		const middle = (low + high) / 2;
		if (effective(middle) >= enough) low = middle;
		else high = middle;
	}
	return high;
}

/** Systematic resampling. */
function resample(
	particles: readonly Particle[],
	power: number,
	random: RandomStream,
): Particle[] {
	const weights = weightsOf(particles, power);
	const chosen: Particle[] = [];
	const offset = random.uniform();
	let reached = 0;
	for (const [i, weight] of weights.entries()) {
		reached += weight * particles.length;
		while (chosen.length + offset < reached && chosen.length < weights.length)
			chosen.push(particles[i] as Particle);
	}
	while (chosen.length < particles.length)
		chosen.push(particles.at(-1) as Particle);
	return chosen;
}

/** Lower triangular root of the covariance, scaled for Metropolis steps (Roberts, Gelman and Gilks 1997). */
function rootOfCovariance(points: readonly Float64Array[]): Matrix {
	const n = points.length;
	const d = (points[0] as Float64Array).length;
	const centred = new Matrix(points.map((z) => [...z])).center("column");
	const covariance = centred.transpose().mmul(centred).div(n);
	covariance.add(Matrix.eye(d).mul(1e-6));
	return new CholeskyDecomposition(covariance).lowerTriangularMatrix.mul(
		2 / Math.sqrt(d),
	);
}

function step(
	z: Float64Array,
	root: Matrix,
	random: RandomStream,
): Float64Array {
	const noise = Array.from(z, () => random.normal());
	return z.map((x, i) => {
		let moved = x;
		for (let j = 0; j <= i; j++) moved += root.get(i, j) * (noise[j] as number);
		return moved;
	});
}
