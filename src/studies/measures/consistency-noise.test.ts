import { expect, test } from "vitest";
import { RandomStream } from "../../core/random.ts";
import { consistencyOf } from "../../eval/compare/consistency.ts";
import type { ItemResult } from "../../eval/eval-result.ts";
import { itemOf } from "../../eval/testing/results.ts";
import { consistencyNoise } from "./consistency-noise.ts";

const noiseOf = (items: readonly ItemResult[]) =>
	consistencyNoise({ items, scorer: "exact" });

const seeded = (question: string, ...answers: readonly string[]) =>
	answers.map((answer, seed) =>
		itemOf(question, Number(answer === "yes"), { answer, seed }),
	);

test("by hand: of yes, yes and no, leaving one out gives agreements of 0, 0 and 1", () => {
	// Squares about 1/3: 1/9 + 1/9 + 4/9; times (3 - 1) / 3.
	const variance = (6 / 9) * (2 / 3);
	const one = seeded("a", "yes", "yes", "no");
	expect(noiseOf(one)).toBeCloseTo(1.959964 * Math.sqrt(2 * variance), 12);
	const two = [...one, ...seeded("b", "yes", "yes", "yes")];
	expect(noiseOf(two)).toBeCloseTo(
		1.959964 * Math.sqrt((2 * variance) / 4),
		12,
	);
});

test("greedy answers repeat themselves, and with one seed or two the noise is not known", () => {
	const worded = ["q#1", "q#2"].map((wording) => itemOf("q", 1, { wording }));
	expect(noiseOf(worded)).toBe(0);
	expect(noiseOf(seeded("a", "yes"))).toBe(0);
	expect(noiseOf(seeded("a", "yes", "no"))).toBe(0);
	const two = seeded("a", "yes", "no").flatMap((item) =>
		["a#1", "a#2"].map((wording) => ({ ...item, wording })),
	);
	expect(noiseOf(two)).toBe(0);
	const apart = two.map((item, i) =>
		i === 0 ? { ...item, answer: "no", score: 0 } : item,
	);
	expect(noiseOf(apart)).toBeGreaterThan(0);
});

test("95 of 100 repeated measurements differ by less than the noise", () => {
	const stream = new RandomStream(7, "answers");
	const measure = () =>
		Array.from({ length: 60 }, (_, q) =>
			Array.from({ length: 5 }, (__, seed) => {
				const right = stream.uniform() < 0.3 + 0.6 * (q / 60);
				return itemOf(`q${q}`, Number(right), { seed });
			}),
		).flat();
	let within = 0;
	const repetitions = 200;
	for (let i = 0; i < repetitions; i++) {
		const [a, b] = [measure(), measure()];
		const of = (items: readonly ItemResult[]) =>
			consistencyOf({ items, scorer: "exact" })?.agreement.value ?? 0;
		if (Math.abs(of(a) - of(b)) < noiseOf(a)) within++;
	}
	expect(within / repetitions).toBeGreaterThan(0.93);
	expect(within / repetitions).toBeLessThan(0.995);
});
