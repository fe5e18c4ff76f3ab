import type { StrengthRange } from "../../objectives/objective.ts";

/** What steering remembers between two measures. */
export interface ControlState {
	/** Logarithm of the strength. */
	readonly level: number;
	/** The last measure; null before the first. */
	readonly last: Reading | null;
	/** By how much the measure would grow over a whole run at the present pace, smoothed; null before the first. */
	readonly pace: number | null;
	/** Measures in a row outside the bound that no fall preceded, with the strength at the end of its range. */
	readonly stuck: number;
}

export interface Reading {
	readonly value: number;
	/** Share of the run that is past, counted in learning rate: at 1 nothing moves any more. */
	readonly past: number;
}

/** Shares of the run: how far is looked ahead, and in what a pace is forgotten. */
const [horizon, memory] = [0.2, 0.04];

/** Shares of the run in which the strength follows what is foreseen: up, and down. */
const [rise, fall] = [0.015, 0.06];

/** Steered to this share of the bound, which is reached when this share of the run is past. */
const [aim, landing] = [0.95, 0.85];

/** Logarithms of quotients beyond these count as these. */
const [mostAbove, mostBelow] = [3, 1];

/** Fruitless measures at the end of the range after which nothing is expected of it. */
const patience = 3;

export function startControl({ start }: StrengthRange): ControlState {
	return { level: Math.log(start), last: null, pace: null, stuck: 0 };
}

export function strengthOf({ level }: ControlState): number {
	return Math.exp(level);
}

/** Whether the bound is broken and steering has nothing left to give. */
export function isExhausted({ stuck }: ControlState): boolean {
	return stuck >= patience;
}

/** The share of its final value that a measure may have: it rises fast at first and lands without speed. */
function planned(past: number): number {
	return 1 - (1 - Math.min(1, past / landing)) ** 2;
}

/** The logarithm of a quotient, as far as it counts. */
function bounded(quotient: number): number {
	if (quotient <= 0) return -mostBelow;
	return Math.min(mostAbove, Math.max(-mostBelow, Math.log(quotient)));
}

/**
 * Dual ascent in logarithms, towards a planned path and on what is foreseen: the strength grows while the measure, at its
 * present pace, will lie above the path, and falls while it will lie below. At an end of its range it stays there and
 * nothing is saved up, so that it leaves it with the first measure that asks for it.
 */
export function nextControl(
	{ level, last, pace, stuck }: ControlState,
	reading: Reading,
	bound: number,
	{ least, most }: StrengthRange,
): ControlState {
	const { value, past } = reading;
	const since = Math.max(past - (last?.past ?? 0), 1e-6);
	const seen = (value - (last?.value ?? 0)) / since;
	const kept = pace === null ? 0 : Math.exp(-since / memory);
	// A policy that has gone astray may measure infinite: it is far outside, and has no pace.
	const lost = !Number.isFinite(value);
	const smooth = lost ? null : kept * (pace ?? 0) + (1 - kept) * seen;
	const ahead = Math.min(horizon, 1 - past);
	const foreseen = value + (smooth ?? 0) * ahead;
	const goal = aim * bound * planned(past + ahead);
	const error = lost ? mostAbove : bounded(foreseen / goal);
	const follows = 1 - Math.exp(-since / (error > 0 ? rise : fall));
	const [low, high] = [Math.log(least), Math.log(most)];
	const atEnd = level >= high && !(value <= bound);
	return {
		level: Math.min(high, Math.max(low, level + error * follows)),
		last: lost ? last : reading,
		pace: smooth,
		stuck: atEnd && !(value < (last?.value ?? 0)) ? stuck + 1 : 0,
	};
}
