import { describe, expect, test } from "vitest";
import type {
	AlarmEvent,
	RoundEvent,
	SamplesEvent,
	ScoresEvent,
} from "../../runs/events.ts";
import { RoundAlarm } from "./round-alarm.ts";
import { RoundHistory } from "./round-history.ts";

const cost = { seconds: 0, tokensPerSecond: 0, memoryBytes: 0 };

const samples = (
	round: number,
	reward: number | null,
	changes: Partial<SamplesEvent> = {},
): SamplesEvent => ({
	...{ kind: "samples", step: round, round, samples: 100, dropped: {} },
	...{ meanLength: 20, meanDemoLength: null, endRate: 1 },
	rewards: reward === null ? {} : { total: reward },
	...{ lengthCorrelation: null, equalGroups: null, klToStart: null, cost },
	...changes,
});

const scores = (
	round: number | null,
	byTask: Readonly<Record<string, number>>,
	better: "higher" | "lower" = "higher",
): ScoresEvent => ({
	...{ kind: "scores", step: round ?? 99, round, cost },
	tasks: Object.entries(byTask).map(([task, value]) => ({
		...{ task, better, unit: better === "higher" ? "accuracy" : "score" },
		value: { value, low: value - 0.1, high: value + 0.1 },
		...{ questions: 50, failures: 0, correlation: null },
	})),
});

/** Alarms of rounds that are watched one after the other. */
function watch(
	rounds: readonly (readonly [SamplesEvent, ScoresEvent?])[],
	alarm = new RoundAlarm(),
): (AlarmEvent & { round: number })[] {
	const history = new RoundHistory();
	return rounds.flatMap(([drawn, scored]) => {
		history.push(drawn);
		if (scored) history.push(scored);
		const { round } = drawn;
		return alarm.check(history, drawn.step).map((one) => ({ ...one, round }));
	});
}

const named = (alarms: readonly AlarmEvent[]) =>
	alarms.map(({ alarm, subject }) => [alarm, subject ?? null]);

describe("a reward that rises while a task does not", () => {
	const rewards = [0.1, 0.3, 0.5, 0.6, 0.7];
	const run = (
		values: readonly number[],
		better: "higher" | "lower" = "higher",
	) =>
		watch(
			rewards.map((reward, i) => [
				samples(i + 1, reward),
				scores(i + 1, { sums: values[i] as number }, better),
			]),
		);

	test("is raised at the fourth round, once, with both numbers", () => {
		const alarms = run([0.5, 0.5, 0.45, 0.4, 0.3]);
		expect(named(alarms)).toEqual([["reward-without-score", "sums"]]);
		expect(alarms[0]).toMatchObject({ round: 4, step: 4 });
		expect(alarms[0]?.text).toContain("from 0.1 to 0.6 since round 1");
		expect(alarms[0]?.text).toContain("50% (40% to 60%) then, 40%");
	});

	test("a score that stays where it is counts as well", () => {
		expect(named(run([0.5, 0.5, 0.5, 0.5, 0.5]))).toEqual([
			["reward-without-score", "sums"],
		]);
	});

	test("a score that rises along, or is full, raises nothing", () => {
		expect(run([0.2, 0.3, 0.35, 0.5, 0.6])).toEqual([]);
		expect(run([1, 1, 1, 1, 1])).toEqual([]);
	});

	test("of a score that is better when lower, a rise is the fault and a fall is not", () => {
		expect(run([0.9, 0.8, 0.6, 0.5, 0.4], "lower")).toEqual([]);
		expect(named(run([0.4, 0.5, 0.6, 0.8, 0.9], "lower"))).toEqual([
			["reward-without-score", "sums"],
		]);
	});

	test("a reward that does not rise, or is not there, raises nothing", () => {
		const falling = [0.5, 0.4, 0.3, 0.2].map(
			(reward, i) =>
				[
					samples(i + 1, reward),
					scores(i + 1, { sums: 0.5 - i / 10 }),
				] as const,
		);
		expect(watch(falling)).toEqual([]);
		const without = [1, 2, 3, 4].map(
			(round) =>
				[samples(round, null), scores(round, { sums: 1 / round })] as const,
		);
		expect(watch(without)).toEqual([]);
	});

	test("a reward that goes up and down by chance raises nothing", () => {
		// Correlation with the round 0.55 over six rounds, which chance alone exceeds in more than one case of twenty.
		const noisy = [0.154, 0.153, 0.156, 0.151, 0.154, 0.163];
		const alarms = watch(
			noisy.map((reward, i) => [
				samples(i + 1, reward),
				scores(i + 1, { sums: 0.9 - i / 100 }),
			]),
		);
		expect(alarms).toEqual([]);
	});

	test("each task is judged by itself", () => {
		const alarms = watch(
			rewards.map((reward, i) => [
				samples(i + 1, reward),
				scores(i + 1, { sums: 0.2 + i / 10, manners: 0.9 - i / 10 }),
			]),
		);
		expect(named(alarms)).toEqual([["reward-without-score", "manners"]]);
	});
});

test("without rewards of samples, what held-out demonstrations gained from round to round counts", () => {
	const history = new RoundHistory();
	const alarm = new RoundAlarm();
	const gained = [0.5, 0.4, 0.3, 0.2];
	const alarms = gained.flatMap((demo, i) => {
		history.push(samples(i + 1, null));
		history.push(scores(i + 1, { sums: 0.5 - i / 10 }));
		const found = alarm.check(history, i);
		const half = { value: 0.5, low: 0.4, high: 0.6 };
		const done: RoundEvent = {
			...{ kind: "round", step: i, round: i + 1, rewardAccuracy: null, cost },
			...{ heldOutAccuracy: half, rewards: { demo, sample: 0 } },
		};
		history.push(done);
		return found;
	});
	expect([1, 2, 3, 4].map((round) => history.reward(round))).toEqual([
		...[0, 0.5, 0.9, 1.2],
	]);
	expect(named(alarms)).toEqual([["reward-without-score", "sums"]]);
	expect(alarms[0]?.text).toContain(
		"implicit reward of held-out demonstrations has risen from 0 to 1.2",
	);
	expect(history.reward(9)).toBeNull();
});

test("lengths that run away, beyond the first round's and the demonstrations'", () => {
	const lengths = (values: readonly number[], demos: number | null) =>
		watch(
			values.map((meanLength, i) => [
				samples(i + 1, 0, { meanLength, meanDemoLength: demos }),
			]),
		);
	expect(named(lengths([20, 28, 31, 60], null))).toEqual([
		["length-runaway", null],
	]);
	expect(lengths([20, 28, 31, 60], null)[0]?.round).toBe(3);
	expect(lengths([20, 28, 31], 40)).toEqual([]);
	expect(lengths([20, 28, 61], 40)[0]?.round).toBe(3);
	expect(lengths([90], 40)).toEqual([]);
});

test("an end rate that falls by more than noise", () => {
	const ends = (values: readonly number[], count: number) =>
		watch(
			values.map((endRate, i) => [
				samples(i + 1, 0, { endRate, samples: count }),
			]),
		);
	expect(named(ends([1, 0.95, 0.8], 100))).toEqual([["end-rate", null]]);
	expect(ends([1, 0.95, 0.92], 100)).toEqual([]);
	// 8 of 10 and 6 of 10 are not told apart.
	expect(ends([0.8, 0.6], 10)).toEqual([]);
	expect(ends([0.6, 0.9], 100)).toEqual([]);
});

test("an alarm that was raised before a run was resumed is not raised again", () => {
	const rounds = [20, 40].map(
		(meanLength, i) => [samples(i + 1, 0, { meanLength })] as const,
	);
	const [raised] = watch(rounds);
	const alarm = new RoundAlarm();
	alarm.remember(raised as AlarmEvent);
	expect(watch(rounds, alarm)).toEqual([]);
});

describe("correlation of reward and score over rounds", () => {
	const history = new RoundHistory();
	for (const [round, reward, value] of [
		[1, 1, 0.1],
		[2, 2, 0.2],
		[4, 4, 0.4],
	] as const) {
		history.push(samples(round, reward));
		history.push(scores(round, { sums: value }));
	}
	history.push(samples(3, 3));
	const score = (value: number, better: "higher" | "lower" = "higher") => {
		const [task] = scores(null, { sums: value }, better).tasks;
		return task as NonNullable<typeof task>;
	};

	test("pairs a round's reward with the score of the policy that drew it", () => {
		expect(history.correlation(score(0.9), null)).toBeCloseTo(1, 12);
		// By hand over (1, .1), (2, .2), (4, .4) and (3, .1): 0.075 * 5 / ... = 0.7745966692.
		const deviations = { xx: 5, yy: 0.06, xy: 0.4 };
		const { xx, yy, xy } = deviations;
		expect(history.correlation(score(0.1), 3)).toBeCloseTo(
			xy / Math.sqrt(xx * yy),
			9,
		);
	});

	test("is negative where a lower score is better and the score rises", () => {
		expect(history.correlation(score(0.9, "lower"), null)).toBeCloseTo(-1, 12);
	});

	test("is nothing before three rounds", () => {
		const young = new RoundHistory();
		young.push(samples(1, 1));
		expect(young.correlation(score(0.5), 1)).toBeNull();
	});
});
