import { expect, test } from "vitest";
import { TemperError } from "../../core/error.ts";
import type { MicroBatchResult } from "../../engine/step.ts";
import { checkStart } from "./check-start.ts";

/** A micro-batch of answers, each with its policy's and its reference's log-probabilities. */
function batch(
	answers: Readonly<Record<string, readonly (readonly [number, number])[]>>,
): MicroBatchResult {
	const rows = Object.entries(answers).map(([id, tokens]) => ({
		id,
		ids: new Int32Array(tokens.length + 1),
		mask: Uint8Array.from([0, ...tokens.map(() => 1)]),
		liked: true,
	}));
	const all = Object.values(answers).flat();
	const side = (i: 0 | 1) => Float32Array.from(all, (pair) => pair[i]);
	return {
		rows,
		outputs: { logProb: side(0) },
		reference: side(1),
	} as unknown as MicroBatchResult;
}

function refusal(results: readonly MicroBatchResult[]): string | null {
	try {
		checkStart(results, { largestStartGap: 1e-3 });
		return null;
	} catch (error) {
		return (error as TemperError).message;
	}
}

test("equal scores pass, also with a difference within rounding", () => {
	expect(refusal([batch({ "a:1": [[-1, -1]], "a:2": [[-2, -2.0009]] })])).toBe(
		null,
	);
});

test("answers of opposite sign do not cancel: the one that differs most is named", () => {
	const results = [
		batch({ "a:1": [[-1, -1.5]], "a:2": [[-1.5, -1]] }),
		batch({
			"a:3": [[-1, -1]],
			"a:4": [
				[-3, -2.1],
				[-1, -1],
			],
		}),
	];
	expect(refusal(results)).toMatch(/a:1.*0\.5.*3 such answers among 4/s);
});

test("each answer is judged per token, so that a long one with many small differences passes", () => {
	const small = Array.from({ length: 50 }, () => [-1, -1.0005] as const);
	expect(refusal([batch({ "a:1": small })])).toBeNull();
	expect(refusal([batch({ "a:1": [[-1, -1.025]] })])).toContain("a:1");
});

test("scores that are no numbers are refused, and so are missing ones", () => {
	expect(refusal([batch({ "a:7": [[-1, Number.NaN]] })])).toContain("a:7");
	const [whole] = [batch({ "a:8": [[-1, -1]] })];
	expect(refusal([{ ...whole, reference: null }])).toContain("a:8");
});

test("an answer without supervised tokens has nothing to compare", () => {
	expect(refusal([batch({ "a:1": [], "a:2": [[-1, -1]] })])).toBeNull();
});

test("the message says what to do", () => {
	const error = (() => {
		try {
			checkStart([batch({ "a:1": [[-1, -2]] })], {
				largestStartGap: 0.001,
			});
		} catch (caught) {
			return caught as TemperError;
		}
		return null;
	})();
	expect(error).toBeInstanceOf(TemperError);
	expect(error?.message).toContain("temper/scores");
	expect(error?.message).toContain("0.001");
});
