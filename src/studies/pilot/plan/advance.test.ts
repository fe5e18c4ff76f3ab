import { describe, expect, test } from "vitest";
import type { RunSpeed } from "../../jobs/job-request.ts";
import type { PilotPlan } from "./pilot-state.ts";
import {
	type Machine,
	type Played,
	simulatePilot,
} from "./testing/simulate-pilot.ts";

const speed = (perStep: number, start = 4): RunSpeed => ({
	...{ start, perStep, perRun: 20 * perStep, steps: 100 },
	...{ checkpoints: 2, checkpointBytes: 3e6, resultBytes: 1e6 },
});

/** Four arms, the slowest last, of which the leash takes three times as long as the first. */
const speeds = {
	sft: speed(0.2),
	dft: speed(0.25),
	"minor-sft": speed(0.35, 8),
	leash: speed(0.6, 6),
};

const plan: PilotPlan = {
	arms: Object.keys(speeds).map((slug) => ({
		slug,
		rates: [1e-4, 3e-4],
		family: null,
	})),
	seeds: [0, 1, 2],
	halving: { arms: false },
	seconds: 8 * 60,
	needsBase: false,
};

const machine: Machine = {
	...{ seats: 2, speeds, drift: () => 1 },
	measures: { test: 6, tuning: 2 },
};

const stepsOf = ({ decisions }: Played) => {
	const settled = decisions.find(({ kind }) => kind === "steps");
	return settled?.kind === "steps" ? settled.steps : 0;
};
const seedsLeft = ({ decisions }: Played) =>
	decisions.flatMap((one) => (one.kind === "seeds" ? one.left : []));

describe("a pilot of eight minutes", () => {
	test("ends in time and uses most of it where speeds hold", () => {
		const played = simulatePilot(plan, machine);
		expect(played.seconds).toBeLessThan(8 * 60);
		expect(played.seconds).toBeGreaterThan(0.75 * 8 * 60);
		expect(seedsLeft(played)).toEqual([]);
		expect(stepsOf(played) % 8).toBe(0);
		expect(played.forecasts.every(({ late }) => late === 0)).toBe(true);
	});

	test.each([
		["from the start", (now: number) => (now < 20 ? 1 : 1.5)],
		["half-way", (now: number) => (now < 200 ? 1 : 1.5)],
		["little by little", (now: number) => 1 + Math.min(0.5, now / 600)],
	])("ends in time where everything gets slower by half %s", (_, drift) => {
		const played = simulatePilot(plan, { ...machine, drift });
		expect(played.seconds).toBeLessThan(8 * 60);
		const tests = played.begun.filter(({ id }) => id.endsWith("/test"));
		const seeds = 3 - seedsLeft(played).length;
		expect(seeds).toBeGreaterThanOrEqual(2);
		expect(tests).toHaveLength(4 * seeds);
	});

	test("a machine that gets faster leaves out nothing", () => {
		const drift = (now: number) => (now < 100 ? 1 : 1 / 1.5);
		const played = simulatePilot(plan, { ...machine, drift });
		expect(seedsLeft(played)).toEqual([]);
		expect(played.seconds).toBeLessThan(8 * 60);
	});

	test("says early by how much it will not end in time, and is right about it", () => {
		const drift = (now: number) => (now < 20 ? 1 : 3);
		const played = simulatePilot(plan, { ...machine, drift });
		expect(seedsLeft(played)).toEqual([2]);
		const late = played.seconds + 5 - 8 * 60;
		expect(late).toBeGreaterThan(60);
		const told = played.forecasts.filter((one) => one.late > 0);
		expect(told[0]?.at).toBeLessThan(0.4 * played.seconds);
		const middle = told.find(({ at }) => at > played.seconds / 2);
		expect(Math.abs((middle?.late ?? 0) / late - 1)).toBeLessThan(0.2);
	});

	test("time that does not even suffice for eight steps is exceeded by what was said at first", () => {
		const short = { ...plan, seconds: 60 };
		const played = simulatePilot(short, machine);
		expect(stepsOf(played)).toBe(8);
		expect(seedsLeft(played)).toEqual([2]);
		const [first] = played.forecasts.filter((one) => one.late > 0);
		const late = played.seconds + 5 - 60;
		expect(Math.abs((first?.late ?? 0) - late)).toBeLessThan(0.1 * late);
	});
});

test.each([1, 2, 3, 5])(
	"with %i processes the last ones to end wait for each other least",
	(seats) => {
		const played = simulatePilot(
			{ ...plan, seconds: null },
			{ ...machine, seats },
		);
		const last = played.idleFrom.slice(-seats);
		// The slowest run takes 72 s; none of its kind begins when all others have ended.
		expect(Math.max(...last) - Math.min(...last)).toBeLessThan(50);
		const [, first] = played.begun;
		expect(first?.id).toMatch(/^(leash|sft)/);
	},
);

test("once speeds are known, the arm that takes longest begins first", () => {
	const played = simulatePilot(plan, machine);
	const runs = played.begun.filter(({ id }) => id.includes("/seed-0/tuning"));
	expect(runs.slice(0, 2).map(({ id }) => id.split("/")[0])).toEqual([
		"leash",
		"leash",
	]);
	const seeds = played.begun.flatMap(({ id }) =>
		id.endsWith("/seed-1/test") ? [id.split("/")[0]] : [],
	);
	expect(seeds).toEqual(["leash", "minor-sft", "dft", "sft"]);
});

test("the forecast is within a tenth of what is left, from the first run on", () => {
	const played = simulatePilot(plan, machine);
	const { seconds, forecasts } = played;
	expect(forecasts.length).toBeGreaterThan(10);
	for (const { at, end } of forecasts)
		expect(Math.abs(end - 5 - seconds)).toBeLessThan(
			Math.max(5, 0.1 * (seconds - at)),
		);
});

test("without a limit, a pilot of known steps is foreseen by what its own runs took", () => {
	const played = simulatePilot({ ...plan, seconds: null }, machine);
	const { seconds, forecasts } = played;
	const [first] = forecasts;
	expect(first?.at).toBeLessThan(seconds / 4);
	const half = forecasts.find(({ at }) => at > seconds / 2);
	expect(Math.abs((half?.end ?? 0) - seconds)).toBeLessThan(0.1 * seconds);
});

test("the same plan and state give the same", () => {
	const [a, b] = [simulatePilot(plan, machine), simulatePilot(plan, machine)];
	expect(a).toEqual(b);
});
