import { expect, test } from "vitest";
import { numberText, rateText, roundText } from "./number-text.ts";
import { bytesText, durationText, timeText } from "./unit-text.ts";

test.each([
	[0.123456, 3, "0.123"],
	[-0.5, 1, "−0.5"],
	[-0.001, 1, "0.0"],
	[1234567.8, 0, "1,234,568"],
	[3.21e12, 2, "3.21e12"],
	[-3e-9, 4, "−3e−9"],
	[Number.NaN, 2, "–"],
	[Number.POSITIVE_INFINITY, 2, "–"],
])("%f with %i decimals is %s", (value, decimals, text) => {
	expect(numberText("en", value, { decimals })).toBe(text);
	expect(numberText("ja", value, { decimals })).toBe(text);
});

test("signs stand where they are asked for, and never before zero", () => {
	const signed = (value: number) =>
		numberText("en", value, { decimals: 1, signed: true });
	expect([2, -2, 0, 2e9].map(signed)).toEqual(["+2.0", "−2.0", "0.0", "+2e9"]);
});

test.each([
	[0, "0"],
	[0.05, "0.05"],
	[1.5004, "1.5"],
	[120, "120"],
	[12345, "12,345"],
	[0.00042, "4.2e−4"],
	[-3.19e10, "−3.19e10"],
])("%f in three digits is %s", (value, text) => {
	expect(roundText("en", value)).toBe(text);
});

test("learning rates, bytes, durations, times", () => {
	expect([2e-4, 1.5e-5, 0].map(rateText)).toEqual(["2e-4", "1.5e-5", "0"]);
	expect(bytesText("en", 3.28e9)).toBe("3.3 GB");
	expect(
		[0, 59.6, 200, 14612, 86400].map((s) => durationText("en", s)),
	).toEqual(["0 sec", "1 min", "3 min 20 sec", "4 hr 3 min", "24 hr"]);
	expect(durationText("ja", 14612)).toBe("4 時間 3 分");
	expect(timeText("ja", "2026-11-22T14:03:20Z")).toBe(
		"2026年11月22日 14:03 UTC",
	);
	expect(timeText("en", "yesterday")).toBe("yesterday");
});
