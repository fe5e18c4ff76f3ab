import { expect, test } from "vitest";
import { wordsOf } from "../../page/language/words.ts";
import { emptyPilot } from "../testing/hard-pilots.ts";
import { samplePilot } from "../testing/sample-pilot.ts";
import { axisFigures } from "./axis-figures.ts";

const english = wordsOf("en");

const axis = (name: string) =>
	samplePilot().axes.find((one) => one.name === name)!;

test("shares are percent, their differences percentage points", () => {
	const figures = axisFigures(axis("sums"), samplePilot(), english);
	expect(figures.value(0.438)).toBe("43.8%");
	expect(figures.change(0.126)).toBe("+12.6");
	expect(figures.amount(0.126)).toBe("12.6\u00a0percentage points");
	expect(figures.unit).toBe("accuracy, %");
});

test("decimals follow the width of intervals", () => {
	const figures = axisFigures(axis("general KL"), samplePilot(), english);
	expect(figures.value(0.04123)).toBe("0.0412");
	expect(figures.givenValue(0.05)).toBe("0.05\u00a0nats per token");
	const unmeasured = axisFigures(axis("general KL"), emptyPilot(), english);
	expect(unmeasured.size(0.0004)).toBe("0.0004");
});

test("a unit that is not known is shown as it is called", () => {
	const odd = { ...axis("sums"), unit: "constructor", noise: 0 };
	const figures = axisFigures(odd, emptyPilot(), english);
	expect(figures.valueWithUnit(3)).toBe("3.00\u00a0constructor");
});
