import { expect, it } from "vitest";
import { mcnemar } from "./mcnemar.ts";

it.each([
	{ lost: 0, won: 0, p: 1 },
	// 2 (1 + 6) / 2^6
	{ lost: 1, won: 5, p: 14 / 64 },
	{ lost: 5, won: 1, p: 14 / 64 },
	// 2 / 2^10
	{ lost: 0, won: 10, p: 2 / 1024 },
	{ lost: 3, won: 3, p: 1 },
	// 2 sum of C(1100, i) for i up to 480, by 2^1100, in exact fractions
	{ lost: 480, won: 620, p: 2.7131381093e-5 },
])("$lost lost and $won won: $p", ({ lost, won, p }) => {
	expect(mcnemar(lost, won) / p).toBeCloseTo(1, 8);
});
