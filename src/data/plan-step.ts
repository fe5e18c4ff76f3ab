import { TemperError } from "../core/error.ts";
import { RandomStream } from "../core/random.ts";
import { groupRows } from "./micro-batches.ts";

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
