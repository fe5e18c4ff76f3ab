import { expect, test } from "vitest";
import { RandomStream } from "../../core/random.ts";
import { fitLogistic, probability } from "./logistic-regression.ts";

test("one constant feature: the log-odds of the share, if there is no penalty", () => {
	const features = Array.from({ length: 4 }, () => Float64Array.of(1));
	const [w] = fitLogistic({ features, labels: [1, 1, 1, 0] }, 1e-9);
	expect(w).toBeCloseTo(Math.log(3), 6);
});

test("the gradient is zero at the weights that are found", () => {
	const random = new RandomStream(1, "logistic");
	const features = Array.from({ length: 60 }, () =>
		Float64Array.from({ length: 5 }, () => random.normal()),
	);
	const labels = features.map((row) =>
		Number((row[0] as number) - (row[1] as number) + random.normal() > 0),
	);
	const penalty = 2;
	const weights = fitLogistic({ features, labels }, penalty);
	for (let j = 0; j < 5; j++) {
		const slope = features.reduce(
			(sum, row, i) =>
				sum +
				(probability(row, weights) - (labels[i] as number)) *
					(row[j] as number),
			penalty * (weights[j] as number),
		);
		expect(slope).toBeCloseTo(0, 6);
	}
	expect(weights[0]).toBeGreaterThan(0.5);
	expect(weights[1]).toBeLessThan(-0.5);
});
