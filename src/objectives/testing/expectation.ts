import type { ObjectiveKind, ObjectiveOptions } from "../all.ts";
import type { Answer } from "./answer.ts";

/** Numerator and denominator of a loss. */
export interface Fraction {
	readonly sum: number;
	readonly weight: number;
}

/** An objective at some options, and what its paper says of it, written without the objective's own code. */
export interface Expectation<Options> {
	readonly options: Options;
	/**
	 * The loss of answers of which none is masked, in plain arithmetic. Whatever is detached is computed from `frozen`,
	 * which equals `now` but where a slope is measured.
	 */
	loss(
		now: readonly Answer[],
		frozen: readonly Answer[],
		statistic: number,
	): Fraction;
	/** Of the steered option, where `options` leave it to a leash. */
	readonly strength?: number;
	/** What the prepass must find; for objectives that have one. */
	statistic?(answers: readonly Answer[]): number;
}

/** At least one expectation an objective: one that is missing does not compile, and the compiler names it. */
export type Expectations = {
	readonly [K in ObjectiveKind]: readonly [
		Expectation<ObjectiveOptions<K>>,
		...Expectation<ObjectiveOptions<K>>[],
	];
};
