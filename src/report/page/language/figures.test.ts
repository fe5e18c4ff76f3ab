import { expect, test } from "vitest";
import { figuresOf } from "./figures.ts";
import { wordsOf } from "./words.ts";

const estimates = [{ value: 0.438, low: 0.404, high: 0.472 }];

test("the width of intervals sets the decimals, the unit the words, in both languages", () => {
	const measured = { unit: "accuracy", noise: 0.01, estimates };
	const [english, japanese] = (["en", "ja"] as const).map((language) =>
		figuresOf(measured, wordsOf(language)),
	);
	expect(english?.value(0.4381)).toBe("43.8%");
	expect(english?.change(-0.0214)).toBe("−2.1");
	expect(english?.interval(estimates[0]!)).toBe("40.4 to 47.2");
	expect(english?.givenAmount(0.035)).toBe("3.5\u00a0percentage points");
	expect(japanese?.interval(estimates[0]!)).toBe("40.4〜47.2");
	expect(japanese?.unit).toBe("正答率(%)");
});

test("without intervals the noise sets the decimals", () => {
	const measured = { unit: "nats per token", noise: 0.0004, estimates: [] };
	const { valueWithUnit } = figuresOf(measured, wordsOf("en"));
	expect(valueWithUnit(0.05)).toBe("0.0500\u00a0nats per token");
});
