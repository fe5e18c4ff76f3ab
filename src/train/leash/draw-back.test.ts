import { describe, expect, test } from "vitest";
import { drawBack } from "./draw-back.ts";

/** A search on a known curve, and how often it measured. */
async function search(curve: (share: number) => number, bound: number) {
	let measures = 0;
	const found = await drawBack(
		async (share) => {
			measures++;
			return { value: curve(share) };
		},
		{ value: curve(1) },
		bound,
	);
	return { found, measures };
}

const curves = {
	"a square": (s: number) => 0.4 * s ** 2,
	"a fourth power": (s: number) => 3 * s ** 4,
	"a line": (s: number) => 0.2 * s,
	"a square that flattens": (s: number) => 0.5 * Math.tanh(4 * s) ** 2,
	"a cliff": (s: number) => 0.001 * s + 1 / (1 + Math.exp(-60 * (s - 0.7))),
	"a fall before the rise": (s: number) => s ** 2 - 0.5 * s,
};

describe.each(Object.entries(curves))("%s", (_, curve) => {
	test.each([0.01, 0.05, 0.15])("ends just inside %f", async (bound) => {
		const { found, measures } = await search(curve, bound);
		expect(found?.measure.value).toBeLessThanOrEqual(bound);
		expect(found?.measure.value).toBeGreaterThan(0.9 * bound);
		expect(found?.measure.value).toBe(curve(found?.share ?? 0));
		expect(measures).toBeLessThanOrEqual(12);
	});
});

test("near the base, where a divergence is a square, one look is enough", async () => {
	expect((await search(curves["a square"], 0.05)).measures).toBe(1);
});

test("says so where nothing inside is found", async () => {
	const { found, measures } = await search(() => 1, 0.05);
	expect(found).toBeNull();
	expect(measures).toBe(12);
});
