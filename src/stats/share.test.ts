import { expect, test } from "vitest";
import { clusteredShare, wilson, winRate } from "./share.ts";

test("a win rate has Wilson's interval, inside 0 to 1 even where all were won", () => {
	// 8 of 10 at 95%: 0.490 to 0.943 (Wilson 1927).
	const most = winRate([1, 2, 3, 4, 5, 6, 7, 8, -1, -2]);
	expect(most.value).toBe(0.8);
	expect(most.low).toBeCloseTo(0.4902, 4);
	expect(most.high).toBeCloseTo(0.9433, 4);
	const all = winRate([1, 1, 1]);
	expect(all.value).toBe(1);
	expect(all.low).toBeGreaterThan(0.4);
	expect(all.high).toBeLessThanOrEqual(1 + 1e-12);
	expect(winRate([0, 0]).value).toBe(0.5);
});

test("a share stays within 0 and 1, whatever rounding does", () => {
	for (let n = 1; n < 200; n++) {
		expect(winRate(Array(n).fill(1)).high).toBeLessThanOrEqual(1);
		expect(winRate(Array(n).fill(-1)).low).toBeGreaterThanOrEqual(0);
	}
});

test("shares that are whole answers have Wilson's interval; shares that vary less have a narrower one", () => {
	const whole = clusteredShare([1, 1, 1, 0, 0, 1, 0, 1]);
	const plain = wilson(5, 8);
	expect(whole.low).toBeCloseTo(plain.low, 12);
	expect(whole.high).toBeCloseTo(plain.high, 12);
	const halves = clusteredShare(Array(40).fill(0.5));
	expect(halves.value).toBe(0.5);
	expect(halves.low).toBeGreaterThan(wilson(20, 40).low);
});
