import { describe, expect, test } from "vitest";
import { brokenNote, gradientNote, stillNote } from "./hardly-moved.ts";

const at = (value: number) => ({ value, low: value, high: value });

test("a first gradient of next to nothing is noted, by its norm or against SFT's", () => {
	expect(gradientNote({ gradNorm: 0 }, null)).toMatch(
		/^The first gradient is 0:/,
	);
	expect(gradientNote({ gradNorm: 3e-9 }, { ratio: 1 })).toMatch(
		/^The first gradient is 3e-9, next to nothing/,
	);
	expect(gradientNote({ gradNorm: 0.004 }, { ratio: 2e-4 })).toMatch(
		/^The first gradient is 0\.0002 times that of SFT on the same rows/,
	);
});

test("any other first gradient is not", () => {
	expect(gradientNote({ gradNorm: 0.5 }, null)).toBeNull();
	expect(gradientNote({ gradNorm: 0.05 }, { ratio: 0.02 })).toBeNull();
	// Not a number is an error of its own.
	expect(gradientNote({ gradNorm: Number.NaN }, null)).toBeNull();
});

test("a run that ended where it began is noted, by its own rows first", () => {
	expect(stillNote({ klTask: at(2e-5), klGeneral: at(0.3) })).toMatch(
		/KL from the base on its own rows is 0\.00002 nats per token/,
	);
	expect(stillNote({ klTask: at(1e-9), klGeneral: null })).toMatch(/is 0 nats/);
	expect(stillNote({ klTask: null, klGeneral: at(5e-6) })).toMatch(
		/on general rows is 0\.000005/,
	);
});

test("one that moved, or was not measured, is not", () => {
	expect(stillNote({ klTask: at(0.01), klGeneral: at(0) })).toBeNull();
	expect(stillNote({ klTask: null, klGeneral: at(1e-4) })).toBeNull();
	expect(stillNote({ klTask: null, klGeneral: null })).toBeNull();
	expect(stillNote(null)).toBeNull();
});

describe("a run that destroyed its model is noted", () => {
	const far = { klTask: at(5.6), klGeneral: at(4.6) };
	test("by a gradient of 0 at a high loss, far from the base", () => {
		expect(brokenNote({ gradNorm: 0, nll: 6.93 }, far)).toMatch(
			/^Training destroyed the model: its last gradient is 0 while its loss is 6\.9 .* base is 5\.6\. Lower the learning rate/,
		);
		expect(
			brokenNote({ gradNorm: 2e-8, nll: 9 }, { ...far, klTask: null }),
		).toMatch(/last gradient is 2e-8 .* base is 4\.6/);
	});

	test("and one that learns, fits its rows or is near its base is not", () => {
		expect(brokenNote({ gradNorm: 0.1, nll: 6.9 }, far)).toBeNull();
		expect(brokenNote({ gradNorm: 0, nll: 0.01 }, far)).toBeNull();
		const near = { klTask: at(0.2), klGeneral: at(0.1) };
		expect(brokenNote({ gradNorm: 0, nll: 2 }, near)).toBeNull();
		expect(brokenNote({ gradNorm: 0, nll: 2 }, null)).toBeNull();
		expect(brokenNote(null, far)).toBeNull();
	});
});
