import { expect, test } from "vitest";
import { fromMicros, one, roundedPrice, smallest, toMicros } from "./amount.ts";

test("amounts are exact where binary fractions are not", () => {
	expect(fromMicros(toMicros(0.1) + toMicros(0.2))).toBe(0.3);
	expect(fromMicros(3n * toMicros(1.1))).toBe(3.3);
	expect(toMicros(1_000_000_000.1)).toBe(1_000_000_000_100_000n);
	expect(fromMicros(-1_500_000n)).toBe(-1.5);
	expect(fromMicros(7n)).toBe(0.000007);
	expect(smallest([3n, 1n, 2n])).toBe(1n);
});

test("a converted price has the usual decimals or three digits", () => {
	const hourly = (minutes: number, wage: number, places: number) =>
		fromMicros(
			roundedPrice(toMicros(minutes) * toMicros(wage), 60n * one, places),
		);
	expect(hourly(10, 25, 2)).toBe(4.17);
	expect(hourly(3, 30, 2)).toBe(1.5);
	expect(hourly(0.5, 0.3, 2)).toBe(0.0025);
	expect(hourly(1, 25, 2)).toBe(0.417);
	expect(hourly(7, 1100, 0)).toBe(128);
	expect(hourly(600, 1234.5, 2)).toBe(12345);
	expect(roundedPrice(1n, 60n * one, 2)).toBe(0n);
});
