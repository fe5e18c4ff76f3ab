import { expect, test } from "vitest";
import { minorSft } from "../../objectives/imitation/minor-sft.ts";
import { sft } from "../../objectives/imitation/sft.ts";
import { factorAdvice } from "./factor-advice.ts";

const train = [3, 40, 7, 9, 0].map((tokens, i) => [
	{
		id: `rows.jsonl:${i}`,
		ids: new Int32Array(tokens + 1),
		mask: Uint8Array.from([0, ...Array(tokens).fill(1)]),
		liked: true,
	},
]);

const adviceOf = (beta: number | null, nll: number | null) =>
	factorAdvice(
		{
			objective: minorSft({ beta }),
			recipe: {
				objective: { kind: "minor-sft", beta, reference: null },
			} as never,
			train,
		},
		nll,
	);

test("the suggestion is from the median length of the answers that have tokens, not from the mean", () => {
	const advice = adviceOf(0.05, 2);
	expect(advice).toMatchObject({ option: "beta", given: 0.05, tokens: 9 });
	expect(advice?.natsPerToken).toBeCloseTo(0.4);
	expect(advice?.suggested).toBe(Number((Math.log(3) / 3.6).toPrecision(2)));
	expect(advice?.direction).toMatch(/small beta there is no brake/);
});

test("a leash steers it; without tokens or such an option nothing is suggested", () => {
	expect(adviceOf(null, 2)?.given).toBeNull();
	expect(adviceOf(0.05, null)).toBeNull();
	const recipe = { objective: { kind: "sft" } } as never;
	expect(factorAdvice({ objective: sft(), recipe, train }, 2)).toBeNull();
});
