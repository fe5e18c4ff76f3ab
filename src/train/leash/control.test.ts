import { describe, expect, test } from "vitest";
import { RandomStream } from "../../core/random.ts";
import { type Schedule, scheduleFactor } from "../../optim/schedule.ts";
import {
	type ControlState,
	isExhausted,
	nextControl,
	startControl,
	strengthOf,
} from "./control.ts";

const range = { start: 1, least: 1e-3, most: 1e3 };

/** What a step makes of a measure: `d` is the step's share of all that the learning rate moves. */
type Plant = (value: number, strength: number, d: number) => number;

/** Relaxes to where the pull of the task and that of the penalty are in balance. */
const pulled =
	(rate: number, balance: (strength: number) => number): Plant =>
	(value, strength, d) =>
		value + (balance(strength) - value) * (1 - Math.exp(-rate * d));

/** Grows always, the slower the stronger it is braked. */
const braked =
	(pace: number, brake: number): Plant =>
	(value, strength, d) =>
		value + (pace * d) / (1 + brake * strength * Math.sqrt(value));

const plants: Readonly<Record<string, Plant>> = {
	"pulls fast": pulled(60, (s) => 0.3 / (1 + 3 * s)),
	"pulls slowly": pulled(8, (s) => 1 / (1 + s)),
	"pulls stiffly": pulled(200, (s) => 2 / (1 + 10 * s) ** 1.5),
	brakes: braked(1, 20),
	"brakes a little": braked(0.4, 5),
};

interface Surroundings {
	readonly bound: number;
	readonly kind: Schedule["kind"];
	readonly steps?: number;
	/** Standard deviation of what chance adds over a thirtieth of the run, as a share of the measure. */
	readonly noise?: number;
	/** Steps until a strength has an effect. */
	readonly delay?: number;
}

/** The measure at the end of a run. */
function simulate(
	plant: Plant,
	{ bound, kind, steps = 200, noise = 0, delay = 0 }: Surroundings,
): number {
	const factors = Array.from({ length: steps }, (_, k) =>
		scheduleFactor({ kind, warmup: 0.03 }, k, steps),
	);
	const whole = factors.reduce((sum, x) => sum + x, 0);
	const chance = new RandomStream(3, `${bound}/${kind}`);
	const every = Math.max(2, Math.ceil(steps / 32));
	const strengths: number[] = [];
	let state = startControl(range);
	let [value, past] = [0, 0];
	factors.forEach((factor, k) => {
		const d = factor / whole;
		strengths.push(strengthOf(state));
		const strength = strengths[Math.max(0, k - delay)] as number;
		value = plant(value, strength, d);
		value *= 1 + noise * chance.normal() * Math.sqrt(30 * d);
		past += d;
		if ((k + 1) % every === 0 || k + 1 === steps)
			state = nextControl(state, { value, past }, bound, range);
	});
	return value;
}

const bounds = [0.03, 0.1, 0.3];
const kinds = ["cosine", "linear", "constant"] as const;
const surroundings = bounds.flatMap((bound) =>
	kinds.map((kind) => ({ bound, kind })),
);

describe.each(Object.entries(plants))("a plant that %s", (name, plant) => {
	test.each(surroundings)("lands at $bound, $kind", (given) => {
		const share = simulate(plant, given) / given.bound;
		expect(share).toBeLessThan(1.1);
		expect(share).toBeGreaterThan(0.75);
	});

	test.each(surroundings)("lands at $bound, $kind, in noise", (given) => {
		const end = simulate(plant, {
			...given,
			noise: name.startsWith("pulls") ? 0.05 : 0.01,
		});
		expect(end / given.bound).toBeLessThan(1.13);
	});
});

const pulling = Object.entries(plants).filter(([name]) =>
	name.startsWith("pulls"),
);

test.each(pulling)("a plant that %s, and answers late", (_, plant) => {
	for (const given of surroundings)
		expect(simulate(plant, { ...given, delay: 3 }) / given.bound).toBeLessThan(
			1.1,
		);
});

test("what never reaches the bound is let go", () => {
	const free = pulled(20, () => 0.02);
	let state = startControl(range);
	let value = 0;
	for (let past = 0.02; past <= 1; past += 0.02) {
		value = free(value, strengthOf(state), 0.02);
		state = nextControl(state, { value, past }, 0.1, range);
	}
	expect(value).toBeCloseTo(0.02, 4);
	expect(strengthOf(state)).toBeCloseTo(range.least, 12);
});

/** Control after measures that are far above the bound, or far below. */
function after(values: readonly number[]): ControlState {
	return values.reduce(
		(state, value, i) =>
			nextControl(
				state,
				{ value, past: 0.1 + (0.5 * i) / values.length },
				0.1,
				range,
			),
		startControl(range),
	);
}

test("a strength stays in its range, and leaves an end of it with the first measure that asks for it", () => {
	const high = Array.from({ length: 40 }, (_, i) => 1 - 0.001 * i);
	expect(strengthOf(after(high))).toBeCloseTo(range.most, 9);
	expect(strengthOf(after([...high, 0]))).toBeLessThan(range.most / 1.1);
	const low = high.map(() => 0.001);
	expect(strengthOf(after(low))).toBeCloseTo(range.least, 12);
	expect(strengthOf(after([...low, 0.5]))).toBeGreaterThan(range.least * 1.1);
});

test("only measures that stay outside and do not fall, at the strongest, exhaust it", () => {
	const rising = Array.from({ length: 30 }, (_, i) => 1 + 0.01 * i);
	expect(isExhausted(after(rising))).toBe(true);
	const falling = rising.map((value) => 3 - value);
	expect(isExhausted(after(falling))).toBe(false);
	expect(isExhausted(after(rising.map(() => 0.05)))).toBe(false);
});

test("a measure that is infinite pulls hardest and is not remembered", () => {
	const before = after([0.05, 0.06]);
	const lost = nextControl(before, { value: Infinity, past: 0.6 }, 0.1, range);
	expect(strengthOf(lost)).toBeGreaterThan(strengthOf(before));
	expect(JSON.parse(JSON.stringify(lost))).toEqual(lost);
	const found = nextControl(lost, { value: 0.2, past: 0.65 }, 0.1, range);
	expect(Number.isFinite(strengthOf(found))).toBe(true);
});
