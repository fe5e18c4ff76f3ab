import { expect, test } from "vitest";
import { gradientNote, stillNote } from "./hardly-moved.ts";

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
