import { expect, test } from "vitest";
import { RandomStream } from "../../../core/random.ts";
import {
	knownSurface,
	measuredAt,
	type Score,
} from "../answer/testing/known-surface.ts";
import { nextPurchase } from "./next-purchase.ts";
import type { Collecting } from "./purchase.ts";

const observations = measuredAt([1000, 0], [0, 1000], [500, 500]);

const asked = (
	scores: readonly Score[],
	changes: Partial<Collecting> = {},
): Collecting => ({
	observations,
	surface: knownSurface(...scores),
	rows: { demonstrations: 200, pairs: 200 },
	prices: { demonstration: 1, pair: 1 },
	step: { prompts: 100 },
	...{ money: null, value: null, least: 0.005, look: 1 },
	...changes,
});

/** A demonstration gains 0.0001 and a pair 0.0002. */
const linear: Score = (s, p) => s / 10_000 + p / 5000;

test("the kind that gains more for the same money is bought", () => {
	const next = nextPurchase(asked([linear]));
	expect(next.marginal.demonstrations?.value).toBeCloseTo(0.01, 9);
	expect(next.marginal.pairs?.value).toBeCloseTo(0.02, 9);
	expect(next.decision).toMatchObject({
		...{ kind: "buy", of: "pairs", prompts: 100, why: "gain" },
		...{ probability: 1, extrapolated: false },
		purchase: { demonstrations: 0, pairs: 100, cost: 100 },
	});
	// At three times the price it gains less.
	expect(
		nextPurchase(asked([linear], { prices: { demonstration: 1, pair: 3 } }))
			.decision,
	).toMatchObject({ kind: "buy", of: "demonstrations" });
});

test("the probability is the part of the posterior that agrees", () => {
	const { decision } = nextPurchase(asked([linear, linear, (s) => s / 10_000]));
	expect(decision).toMatchObject({
		...{ of: "pairs", probability: expect.closeTo(2 / 3, 9) },
		purchase: { gain: { value: expect.closeTo(0.04 / 3, 9) } },
	});
});

test("a step may be a share of what is in hand, and money may end it", () => {
	const of = (changes: Partial<Collecting>) =>
		nextPurchase(asked([linear], changes)).decision;
	expect(of({ step: { share: 0.1 } })).toMatchObject({ prompts: 40 });
	expect(
		of({
			step: { share: 0.1 },
			rows: { demonstrations: 1, pairs: 0 },
			least: 1e-6,
		}),
	).toMatchObject({ prompts: 1 });
	expect(of({ money: 30 })).toMatchObject({ kind: "buy", prompts: 30 });
	expect(of({ money: 0.5 })).toEqual({
		...{ kind: "stop", why: "money", nearest: null },
	});
	// One kind only can be paid.
	expect(
		of({ money: 2, prices: { demonstration: 1, pair: 3 }, least: 1e-6 }),
	).toMatchObject({ of: "demonstrations", why: "only", probability: null });
});

test("buying ends if nothing would be noticed", () => {
	const flat: Score = () => 0.5;
	expect(nextPurchase(asked([flat])).decision).toMatchObject({
		...{ kind: "stop", why: "nothing" },
		nearest: { most: 0 },
	});
	// As much again as is in hand would gain 0.4 * 0.0001 * 1000: it is looked ahead.
	expect(
		nextPurchase(asked([(s) => s / 50_000], { least: 0.015 })).decision,
	).toMatchObject({ kind: "buy", of: "demonstrations" });
});

test("buying ends if nothing is worth its price", () => {
	// 100 pairs cost 100 and gain 0.02 points: a point has to be worth 5,000.
	const at = (value: number) =>
		nextPurchase(asked([linear], { value })).decision;
	expect(at(5001)).toMatchObject({ kind: "buy", of: "pairs", worth: true });
	expect(at(4999)).toMatchObject({ kind: "stop", why: "price" });
});

test("an uncertain gain is not the end, and later looks are more careful", () => {
	// One draw in 41 gains 0.02: mean 0.0005, deviation 0.0032, so the bound is 0.0067 at the first look.
	const scores: Score[] = Array.from({ length: 41 }, (_, i) =>
		i === 0 ? (s: number) => Math.min(s, 300) / 5000 : () => 0,
	);
	const at = (look: number, least: number) =>
		nextPurchase(asked(scores, { look, least })).decision.kind;
	expect(at(1, 0.005)).toBe("buy");
	// The bound is worth the cost of 100, the expected gain is not.
	expect(
		nextPurchase(asked(scores, { value: 20_000, least: 0.005 })).decision,
	).toMatchObject({ kind: "buy", worth: false });
	const bound = (look: number) => {
		const { decision } = nextPurchase(asked(scores, { look, least: 1 }));
		return decision.kind === "stop" ? decision.nearest?.most : null;
	};
	expect(bound(2)).toBeGreaterThan(bound(1) as number);
	expect(bound(100)).toBeGreaterThan(bound(2) as number);
});

test("what needs both kinds is not given up because a step of one gains nothing", () => {
	// Pairs gain only from 300 demonstrations on, demonstrations nothing by themselves.
	const threshold: Score = (s, p) => (s >= 300 ? p / 1000 : 0);
	expect(
		nextPurchase(
			asked([threshold], {
				...{ rows: { demonstrations: 100, pairs: 0 }, step: { prompts: 50 } },
			}),
		).decision,
	).toMatchObject({ kind: "buy", of: "demonstrations", why: "ahead" });
});

test("a kind that was never measured is named and not recommended", () => {
	const next = nextPurchase(
		asked([linear], { observations: measuredAt([1000, 0]) }),
	);
	expect(next.unmeasured).toEqual(["pairs"]);
	expect(next.marginal.pairs).toBeNull();
	expect(next.decision).toMatchObject({ of: "demonstrations", why: "only" });
	expect(
		nextPurchase(asked([linear], { observations: [] })).decision,
	).toMatchObject({ kind: "stop", why: "unmeasured" });
});

test("a kind that costs nothing is bought as long as it gains", () => {
	const prices = { demonstration: 0, pair: 1 };
	expect(nextPurchase(asked([linear], { prices })).decision).toMatchObject({
		...{ kind: "buy", of: "demonstrations", purchase: { cost: 0 } },
	});
	const onlyPairs: Score = (_, p) => p / 5000;
	expect(nextPurchase(asked([onlyPairs], { prices })).decision).toMatchObject({
		...{ kind: "buy", of: "pairs" },
	});
	expect(
		nextPurchase(asked([linear], { prices: { demonstration: 0, pair: 0 } }))
			.decision,
	).toMatchObject({ kind: "buy", of: "pairs", prompts: 100 });
});

test("leading beyond what was measured is said", () => {
	const { decision } = nextPurchase(
		asked([linear], { rows: { demonstrations: 200, pairs: 950 } }),
	);
	expect(decision).toMatchObject({ of: "pairs", extrapolated: true });
});

test("the same question has the same answer", () => {
	const question = asked([linear, (s) => s / 5000]);
	expect(nextPurchase(question)).toEqual(nextPurchase(question));
});

test("repeated looks rarely end buying that is still worth it", () => {
	// The next 100 demonstrations gain exactly what is asked; each look has a new calibrated posterior of it.
	const [gain, deviation, looks, studies] = [0.01, 0.005, 10, 40];
	const random = new RandomStream(0, "looks");
	const ends = { own: 0, first: 0 };
	for (let study = 0; study < studies; study++) {
		const ended = { own: false, first: false };
		for (let look = 1; look <= looks; look++) {
			const centre = gain + deviation * random.normal();
			const scores = Array.from({ length: 40 }, (): Score => {
				const drawn = centre + deviation * random.normal();
				return (s) => (drawn * Math.min(s, 300)) / 100;
			});
			const stops = (at: number) =>
				nextPurchase(asked(scores, { least: gain, look: at })).decision.kind ===
				"stop";
			ended.own ||= stops(look);
			ended.first ||= stops(1);
		}
		ends.own += Number(ended.own);
		ends.first += Number(ended.first);
	}
	expect(ends.own).toBeLessThanOrEqual(0.05 * studies);
	expect(ends.first).toBeGreaterThan(0.15 * studies);
}, 120_000);
