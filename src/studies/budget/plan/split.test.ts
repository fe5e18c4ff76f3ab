import { expect, test } from "vitest";
import { ruledDemonstrations } from "./split.ts";

test("the split is the paper's at the thresholds and beyond", () => {
	for (const examples of [1, 100, 999, 1000])
		expect(ruledDemonstrations(examples, 0.75)).toBe(examples);
	expect(ruledDemonstrations(10_000, 0.75)).toBe(2500);
	expect(ruledDemonstrations(20_000, 0.75)).toBe(5000);
	expect(ruledDemonstrations(10_000, 0.5)).toBe(5000);
});

test("between them it is a straight line on logarithmic axes", () => {
	const middle = 1000 * Math.sqrt(10);
	// Half of the way from 1,000 to 2,500 demonstrations.
	expect(ruledDemonstrations(middle, 0.75)).toBe(
		Math.round(1000 * Math.sqrt(2.5)),
	);
	expect(ruledDemonstrations(middle, 0.5)).toBe(
		Math.round(1000 * Math.sqrt(5)),
	);
});

test.each([0.75, 0.5, 0.25])(
	"neither kind falls as examples grow, at a share of %d",
	(share) => {
		let before = 0;
		for (let examples = 1; examples <= 21_000; examples++) {
			const now = ruledDemonstrations(examples, share);
			expect(now - before === 0 || now - before === 1, `${examples}`).toBe(
				true,
			);
			before = now;
		}
	},
);
