import { TemperError } from "../core/error.ts";
import { RandomStream } from "../core/random.ts";

export interface PlanOptions {
	/** Tokens of each example. */
	readonly lengths: readonly number[];
	/** Rows of one optimizer step. */
	readonly rowsPerStep: number;
	/** A micro-batch holds no more, unless a single row does. */
	readonly tokensPerMicroBatch: number;
	readonly seed: number;
}

export interface PlannedStep {
	/** From 0. */
	readonly epoch: number;
	/** Indices of examples, a list per micro-batch. */
	readonly microBatches: readonly (readonly number[])[];
}

export interface Plan {
	readonly stepsPerEpoch: number;
	/** The micro-batches of optimizer step k, from 0. Depends on nothing but the options and k. */
	step(k: number): PlannedStep;
}

/** The order in which each epoch visits the rows; pure, except that the order of the last requested epoch is cached. Throws `data`, `recipe`. */
export function createPlan(options: PlanOptions): Plan {
	const { lengths, rowsPerStep, tokensPerMicroBatch, seed } = options;
	check(options);
	const stepsPerEpoch = Math.ceil(lengths.length / rowsPerStep);
	let known: { epoch: number; order: number[] } | null = null;
	return {
		stepsPerEpoch,
		step(k) {
			if (!Number.isInteger(k) || k < 0) {
				throw new TemperError("internal", {
					where: "plan",
					expected: "a step from 0",
					found: String(k),
				});
			}
			const epoch = Math.floor(k / stepsPerEpoch);
			if (known?.epoch !== epoch) {
				known = { epoch, order: epochOrder(lengths.length, seed, epoch) };
			}
			const first = (k % stepsPerEpoch) * rowsPerStep;
			const rows = known.order.slice(first, first + rowsPerStep);
			return {
				epoch,
				microBatches: groupRows(rows, lengths, tokensPerMicroBatch),
			};
		},
	};
}

/** The micro-batches of one optimizer step. */
export function planStep(options: PlanOptions & { step: number }): PlannedStep {
	return createPlan(options).step(options.step);
}

function epochOrder(count: number, seed: number, epoch: number): number[] {
	const order = Array.from({ length: count }, (_, i) => i);
	return new RandomStream(seed, `epoch/${epoch}`).shuffle(order);
}

function check(options: PlanOptions): void {
	if (options.lengths.length === 0) {
		throw new TemperError("data", {
			where: "training rows",
			expected: "at least one",
			found: "none",
		});
	}
	for (const name of ["rowsPerStep", "tokensPerMicroBatch"] as const) {
		const value = options[name];
		if (Number.isSafeInteger(value) && value >= 1) continue;
		throw new TemperError("recipe", {
			where: name,
			expected: "a whole number from 1",
			found: String(value),
		});
	}
}

/**
 * Cost of the attention of one row, in tokens, per square of the length it is padded to: about what two products and
 * a softmax over all layers are to the rest of a token's work in a model of 100 to 500 million parameters.
 */
const attentionCost = 1e-3;

/** Fixed cost of a micro-batch, in tokens: weights are read and gradients added once more. */
const microBatchCost = 64;

/** The time of a micro-batch of rows of these lengths, as so many tokens that see nothing but themselves. */
export function microBatchCostOf(lengths: readonly number[]): number {
	const tokens = lengths.reduce((sum, length) => sum + length, 0);
	const longest = Math.max(...lengths);
	return microBatchCost + tokens + attentionOf(lengths.length, longest);
}

function attentionOf(rows: number, longest: number): number {
	return attentionCost * rows * longest ** 2;
}

/**
 * Groups rows into micro-batches of at most `capacity` tokens (a longer row has one of its own), so that
 * sum over micro-batches of [fixed cost + a * rows * longest^2] is the least of all groupings of the rows in order of
 * length. The tokens themselves cost the same in every grouping. Longest first, so that memory peaks at the start.
 */
export function groupRows(
	rows: readonly number[],
	lengths: readonly number[],
	capacity: number,
): number[][] {
	const lengthOf = (row: number) => lengths[row] ?? 0;
	const sorted = [...rows].sort((a, b) => lengthOf(b) - lengthOf(a) || a - b);
	// best[i]: least cost of the first i rows; from[i]: where the last group of that grouping begins.
	const best = new Float64Array(sorted.length + 1).fill(Infinity);
	const from = new Int32Array(sorted.length + 1);
	best[0] = 0;
	for (let begin = 0; begin < sorted.length; begin++) {
		const longest = lengthOf(sorted[begin] as number);
		let tokens = 0;
		for (let end = begin + 1; end <= sorted.length; end++) {
			tokens += lengthOf(sorted[end - 1] as number);
			if (tokens > capacity && end > begin + 1) break;
			const attention = attentionOf(end - begin, longest);
			const cost = (best[begin] ?? 0) + microBatchCost + attention;
			// Of equals the later cut: earlier groups are the fuller ones.
			if (cost <= (best[end] ?? 0)) {
				best[end] = cost;
				from[end] = begin;
			}
		}
	}
	const groups: number[][] = [];
	for (let end = sorted.length; end > 0; end = from[end] ?? 0) {
		groups.unshift(sorted.slice(from[end], end));
	}
	return groups;
}
