import { describe, expect, test } from "vitest";
import { RandomStream } from "../../core/random.ts";
import { tQuantile } from "../student-t.ts";
import type { Unit } from "../unit.ts";
import { pairedDifference } from "./paired-difference.ts";
import { lowerDifference } from "./paired-score.ts";

const units = (sums: readonly number[], weights: readonly number[] = []) =>
	new Map<string, Unit>(
		sums.map((sum, i) => [String(i), { sum, weight: weights[i] ?? 1 }]),
	);

test("right and wrong answers of one run have the bounds of the score test", () => {
	const base = units([0, 0, 0, 1, 1, 0, 0, 0]);
	const run = units([1, 1, 1, 1, 0, 0, 1, 1]);
	const counts = { better: 5, worse: 1, items: 8 };
	expect(pairedDifference(base, [run], "share", 0.05)).toMatchObject({
		value: 0.5,
		low: lowerDifference(counts, tQuantile(0.05, Number.POSITIVE_INFINITY)),
		questions: 8,
	});
});

test("only questions that the base and every run have a score for are paired", () => {
	const base = units([0, 0, 0]);
	const [one, other] = [units([1, 1, 1]), units([1, 1, 1])];
	one.delete("0");
	other.delete("1");
	expect(pairedDifference(base, [one, other], "share", 0.05)).toMatchObject({
		value: 1,
		questions: 1,
	});
	expect(pairedDifference(base, [new Map()], "share", 0.05)).toBeNull();
});

test("a mean by tokens weighs questions by their tokens, and its difference is that of the ratios", () => {
	const weights = [10, 30, 20];
	const base = units([20, 90, 40], weights);
	const run = units([15, 60, 40], weights);
	const gain = pairedDifference(base, [run], "share", 0.05);
	expect(gain?.value).toBeCloseTo(115 / 60 - 150 / 60, 12);
	expect(gain?.low).toBeLessThan(gain?.value ?? 0);
});

test("equal changes in every question and seed still leave a doubt", () => {
	const base = units([1, 1, 1, 1, 1]);
	const gain = pairedDifference(base, [base, base], "share", 0.025);
	expect(gain?.value).toBe(0);
	expect(gain?.low).toBeLessThan(-0.2);
});

test("two seeds that differ widely leave every difference possible, and none beyond", () => {
	const right = Array.from({ length: 40 }, () => 1);
	const most = units(right.map((_, i) => Number(i > 20)));
	const gain = pairedDifference(
		units(right),
		[units(right), most],
		"share",
		0.025,
	);
	expect(gain?.low).toBe(-1);
	expect(gain?.high).toBeCloseTo(1 - 40 / (40 + 1.959964 ** 2), 6);
});

/** So many questions, of which some were won and some lost. */
function answers(won: number, lost: number, of: number) {
	const base = Array.from({ length: of }, (_, i) => Number(i >= won));
	const run = base.map((right, i) =>
		i < won ? 1 : i < won + lost ? 0 : right,
	);
	return { base: units(base), run: units(run) };
}

describe("two-sided 95% intervals of won and lost questions, in points", () => {
	test.each([
		{ won: 5, lost: 0, of: 40, low: -1.5, high: 29.1 },
		{ won: 0, lost: 0, of: 60, low: -8.9, high: 8.9 },
		{ won: 0, lost: 5, of: 200, low: -6.4, high: 0.3 },
		{ won: 12, lost: 4, of: 80, low: -1.2, high: 21.8 },
		{ won: 10, lost: 2, of: 100, low: 0.3, high: 17.0 },
	])("$won won and $lost lost of $of", ({ won, lost, of, low, high }) => {
		const { base, run } = answers(won, lost, of);
		const found = pairedDifference(base, [run], "share");
		expect(found?.value).toBeCloseTo((won - lost) / of, 12);
		expect(100 * (found?.low ?? 0)).toBeCloseTo(low, 1);
		expect(100 * (found?.high ?? 0)).toBeCloseTo(high, 1);
	});
});

describe("an interval of shares is never empty", () => {
	const half = Array.from({ length: 60 }, () => 0.5);
	const none = { low: -0.0887, high: 0.0887 };
	const expectNone = (found: ReturnType<typeof pairedDifference>) => {
		expect(found?.low).toBeCloseTo(none.low, 3);
		expect(found?.high).toBeCloseTo(none.high, 3);
	};

	test("if nothing changed in questions with several wordings", () => {
		expectNone(pairedDifference(units(half), [units(half)], "share"));
	});

	test("if a judge or program gave every answer the same score", () => {
		expectNone(pairedDifference(units(half), [units(half)], "score"));
	});

	test("and one change in one of three runs does not make it narrower by half", () => {
		const still = units(half.map(() => 1));
		const once = units(half.map((_, i) => Number(i > 0)));
		const found = pairedDifference(still, [still, still, once], "share");
		expect(found?.low).toBeLessThan(-0.07);
	});
});

test("a change of part of a question counts as part: wordings that agree add nothing, others do", () => {
	const base = units(Array.from({ length: 40 }, () => 0));
	const some = (share: number, every: number) =>
		units(Array.from({ length: 40 }, (_, i) => (i % every ? 0 : share)));
	const whole = pairedDifference(base, [some(1, 4)], "share");
	const parts = pairedDifference(base, [some(0.5, 2)], "share");
	expect(whole?.value).toBe(0.25);
	expect(parts?.value).toBe(0.25);
	expect(whole?.low).toBe(
		lowerDifference(
			{ better: 10, worse: 0, items: 40 },
			tQuantile(0.025, Number.POSITIVE_INFINITY),
		),
	);
	expect(parts?.low).toBeGreaterThan(whole?.low ?? 1);
});

test("a single question with scores that have no limits gives no bounds, and two give Student's", () => {
	expect(pairedDifference(units([2]), [units([3])], "open")).toMatchObject({
		...{ value: 1, low: Number.NEGATIVE_INFINITY },
		high: Number.POSITIVE_INFINITY,
	});
	const two = pairedDifference(units([2, 2]), [units([3, 5])], "open");
	// t(0.975, 1) = 12.706, standard error 1.
	expect(two?.low).toBeCloseTo(2 - 12.7062, 3);
});

/** Of 50 questions in four wordings, half of what differs is the question's own: how often bounds at 5% hold. */
test("lower bounds of clustered answers hold the truth at least as often as they say", () => {
	const stream = new RandomStream(3, "clusters");
	let missed = 0;
	const rounds = 400;
	for (let round = 0; round < rounds; round++) {
		const draw = (gain: number) =>
			units(
				Array.from({ length: 50 }, () => {
					const own = stream.uniform() < 0.5 ? 0.9 : 0.1 + 0.8 * gain;
					return (
						Array.from({ length: 4 }, () =>
							Number(stream.uniform() < own),
						).reduce((sum, x) => sum + x, 0) / 4
					);
				}),
			);
		const found = pairedDifference(draw(0), [draw(0)], "share", 0.05);
		missed += Number((found?.low ?? -1) > 0);
	}
	expect(missed / rounds).toBeLessThan(0.08);
});

test("the share of the variance between runs is what more questions cannot reduce", () => {
	const base = units([0, 0, 0, 0, 0, 0]);
	const [few, many] = [units([1, 0, 0, 0, 0, 0]), units([1, 1, 1, 1, 1, 0])];
	const apart = pairedDifference(base, [few, many], "share");
	expect(apart?.betweenRuns).toBeGreaterThan(0.5);
	expect(pairedDifference(base, [few], "share")?.betweenRuns).toBe(0);
});
