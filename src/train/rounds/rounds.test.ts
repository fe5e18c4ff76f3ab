import { expect, test } from "vitest";
import { roundOf } from "./rounds.ts";

test.each([
	[10, { count: 3 }],
	[7, { count: 7 }],
	[3, { count: 5 }],
	[25, { count: 4 }],
	[10, { every: 4 }],
	[5, { every: 1 }],
])(
	"%i steps in rounds of %o follow each other without a gap",
	(steps, length) => {
		let expected = { number: 0, to: 0 };
		for (let step = 0; step < steps; step++) {
			const round = roundOf(step, steps, length);
			expect(step).toBeGreaterThanOrEqual(round.from);
			expect(step).toBeLessThan(round.to);
			if (round.number === expected.number) continue;
			expect(round.number).toBe(expected.number + 1);
			expect(round.from).toBe(expected.to);
			expected = round;
		}
		expect(expected.to).toBe(steps);
		const count =
			"count" in length ? length.count : Math.ceil(steps / length.every);
		expect(expected.number).toBe(Math.min(count, steps));
	},
);
