import { expect, test } from "vitest";
import { RandomStream } from "../../../core/random.ts";
import { ordersOf } from "../../../eval/task/orders.ts";
import { itemOf, taskResultOf } from "../../../eval/testing/results.ts";
import {
	choiceItem,
	choiceResult,
	simulatedResult,
} from "../testing/choice-results.ts";
import { estimateFalseKnown } from "./false-known.ts";
import { judgeItems } from "./judge-items.ts";
import { defaultJudgeSettings as settings } from "./judge-settings.ts";

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

test("rows that a model knows are called known, and rows that it guesses are not", () => {
	const result = simulatedResult({ rows: 400, known: 200, margin: 6 });
	const { items, method } = judgeItems(
		{ letter: [], likelihood: [result] },
		settings,
	);
	const knownIn = (from: number, to: number) =>
		items.slice(from, to).filter(({ knowledge }) => knowledge === "known");
	expect(method).toBe("raw");
	expect(knownIn(0, 200).length).toBeGreaterThan(180);
	expect(knownIn(200, 400).length).toBeLessThan(30);
	for (const { methods } of items)
		expect(sum(methods.raw?.probabilities ?? [])).toBeCloseTo(1, 10);
});

test("the temperature is fitted on other questions, and takes away overconfidence", () => {
	const result = simulatedResult({
		...{ rows: 600, known: 0, margin: 0, sharpness: 5 },
	});
	const { methods } = judgeItems(
		{ letter: [result], likelihood: [] },
		settings,
	);
	const [letter] = methods;
	expect(letter?.temperature).toBeGreaterThan(20);
	expect(letter?.uncalibratedError.low).toBeGreaterThan(0.4);
	expect(letter?.calibrationError.value).toBeLessThan(0.06);
	expect(letter?.accuracy.low).toBeLessThan(0.25);
});

test("the number of lucky guesses among known items is estimated from confident wrong choices", () => {
	// Guesses that are confident: a fourth of them are right.
	const result = simulatedResult({ rows: 800, known: 500, margin: 3 }, 3);
	const { items } = judgeItems({ letter: [], likelihood: [result] }, settings);
	const isKnown = ({ knowledge }: (typeof items)[number]) =>
		knowledge === "known";
	const lucky = items.slice(500).filter(isKnown).length;
	const truth = lucky / items.filter(isKnown).length;
	const found = estimateFalseKnown(items, settings.knownFrom);
	expect(lucky).toBeGreaterThan(3);
	expect(found.low).toBeLessThan(truth);
	expect(found.high).toBeGreaterThan(truth);
});

test("probabilities are averaged over wordings and orders in the order of the row", () => {
	const row = (line: number) => [
		choiceItem(line, { logProbs: [4, 0], gold: 0 }),
		choiceItem(line, { logProbs: [0, 2], gold: 0, asking: "~2" }),
		choiceItem(line, { logProbs: [1, 0], gold: 0, asking: "#2" }),
	];
	const lines = Array.from({ length: 10 }, (_, i) => row(i + 1)).flat();
	const { items, methods } = judgeItems(
		{ letter: [], likelihood: [choiceResult(lines)] },
		settings,
	);
	expect(items).toHaveLength(10);
	const view = items[0]?.methods.raw;
	expect(view).toMatchObject({ askings: 3, agreement: 2 / 3, chosen: 0 });
	const t = methods[0]?.temperature as number;
	const first = (difference: number) => 1 / (1 + Math.exp(-difference / t));
	const mean = (first(4) + first(-2) + first(1)) / 3;
	expect(view?.probabilities[0]).toBeCloseTo(mean, 2);
	expect(items[0]?.reasons).toContain("inconsistent");
	expect(methods[0]?.inconsistent?.value).toBe(1);
	expect(methods[0]?.positions).toBe(null);
});

test("letters: the preference for a position is shown, and does not decide", () => {
	// The option that is listed first gains 5 nats, the right one 2: whatever is listed first is chosen.
	const lines = Array.from({ length: 200 }, (_, i) => {
		const gold = i % 4;
		const listed = [0, 1, 2, 3].map((k) => (k + (i >> 2)) % 4);
		const logProbs = [0, 1, 2, 3].map(
			(option) =>
				5 * Number(listed[0] === option) + 2 * Number(option === gold),
		);
		return choiceItem(i + 1, { logProbs, gold, listed });
	});
	const { items, methods } = judgeItems(
		{ letter: [choiceResult(lines)], likelihood: [] },
		settings,
	);
	expect(methods[0]?.positions?.map(({ value }) => value)).toEqual([
		1, 0, 0, 0,
	]);
	expect(methods[0]?.accuracy.value).toBe(1);
	expect(items.every(({ chosen, gold }) => chosen === gold)).toBe(true);
});

test("letters: a model that always prefers one position, more or less by question, is at chance in every order", () => {
	const stream = new RandomStream(2, "positions");
	const lines = Array.from({ length: 300 }, (_, i) => {
		const gold = stream.integer(4);
		const strength = 2 + 6 * stream.uniform();
		const options = ["a", "b", "c", "d"];
		const first = { texts: options, gold, places: [0, 1, 2, 3] };
		return ordersOf(first, 4, i).map(({ places }, order) =>
			choiceItem(i + 1, {
				...{ gold, listed: places, asking: order > 0 ? `~${order + 1}` : "" },
				logProbs: options.map(
					(_, option) =>
						strength * Number(places[0] === option) + stream.normal(),
				),
			}),
		);
	});
	const { methods } = judgeItems(
		{ letter: [choiceResult(lines.flat())], likelihood: [] },
		settings,
	);
	expect(methods[0]?.accuracy.low).toBeLessThan(0.25);
	expect(methods[0]?.accuracy.high).toBeGreaterThan(0.25);
});

test("likelihoods are compared as sums, by token and without the question; the best held-out method decides", () => {
	// The right option is long, and likely without the question too: only the difference shows that it is right.
	const items = Array.from({ length: 40 }, (_, i) => {
		const gold = i % 2;
		const [right, wrong] = [-30 - (i % 3), -20];
		const [before, other] = [-60, -21];
		return choiceItem(i + 1, {
			...{ gold, tokens: [2, 2] },
			logProbs: gold === 0 ? [right, wrong] : [wrong, right],
			unconditional: gold === 0 ? [before, other] : [other, before],
		});
	});
	const results = { letter: [], likelihood: [choiceResult(items)] };
	const found = judgeItems(results, settings);
	expect(found.method).toBe("unconditional");
	const by = Object.fromEntries(
		found.methods.map(({ method, accuracy }) => [method, accuracy.value]),
	);
	expect(by).toEqual({ raw: 0, tokens: 0, unconditional: 1 });
	expect(judgeItems(results, { ...settings, method: "raw" }).method).toBe(
		"raw",
	);
	expect(() => judgeItems(results, { ...settings, method: "letter" })).toThrow(
		"expected questions that were measured by the method letter",
	);
});

test("a wrong option held with confidence makes an item unknown, and says so", () => {
	const items = Array.from({ length: 60 }, (_, i) => {
		const wrong = i === 0;
		return choiceItem(i + 1, { logProbs: [9, 0, 0], gold: wrong ? 2 : 0 });
	});
	const found = judgeItems(
		{ letter: [], likelihood: [choiceResult(items)] },
		settings,
	);
	expect(found.items[0]).toMatchObject({
		...{ knowledge: "unknown", reasons: ["confident-wrong"], chosen: 0 },
	});
	expect(found.items[1]).toMatchObject({
		...{ knowledge: "known", reasons: ["confident-right"] },
	});
});

test("rows that could not be scored are listed with the reason, and results without options are refused", () => {
	const failed = itemOf("rows.jsonl:2", null, { reason: "it is too long" });
	const items = [choiceItem(1, { logProbs: [1, 0], gold: 0 }), failed];
	const { unscored } = judgeItems(
		{ letter: [], likelihood: [choiceResult(items)] },
		settings,
	);
	expect(unscored).toEqual([{ id: "rows.jsonl:2", reason: "it is too long" }]);
	const old = taskResultOf([itemOf("rows.jsonl:1", 1)], { scorer: "exact" });
	expect(() => judgeItems({ letter: [], likelihood: [old] }, settings)).toThrow(
		"expected a choice with the log-probability of every option, found a result of the scorer exact without them",
	);
});
