import { expect, test } from "vitest";
import { calibrationError, reliability } from "./calibration.ts";

const choices = (confidence: number, right: number, of: number, name: string) =>
	Array.from({ length: of }, (_, i) => ({
		...{ question: `${name}${i}`, confidence, right: i < right },
	}));

test("bins and error by hand", () => {
	const all = [...choices(0.95, 9, 10, "a"), ...choices(0.45, 6, 10, "b")];
	const bins = reliability(all);
	expect(bins[9]).toMatchObject({ items: 10, accuracy: { value: 0.9 } });
	expect(bins[9]?.confidence).toBeCloseTo(0.95, 12);
	expect(bins[0]).toMatchObject({ items: 0, confidence: null, accuracy: null });
	const { value, low, high } = calibrationError(all, 0);
	expect(value).toBeCloseTo((0.05 + 0.15) / 2, 12);
	expect(low).toBeLessThan(value);
	expect(high).toBeGreaterThan(value);
});

test("items of one question are drawn together: the interval is wider than if they were independent", () => {
	const single = choices(0.75, 120, 200, "a");
	const together = single.map((one, i) => ({
		...one,
		question: `q${Math.floor(i / 20)}`,
	}));
	const width = ({ low, high }: { low: number; high: number }) => high - low;
	expect(width(calibrationError(together, 1))).toBeGreaterThan(
		2 * width(calibrationError(single, 1)),
	);
});
