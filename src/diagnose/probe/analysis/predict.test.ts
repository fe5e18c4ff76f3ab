import { expect, test } from "vitest";
import { itemOf, taskResultOf } from "../../../eval/testing/results.ts";
import type {
	Knowledge,
	ProbeMethodSummary,
	ProbeReason,
} from "../probe-result.ts";
import { advise } from "./advise.ts";
import type { JudgedItem } from "./judge-items.ts";
import { predictEffect, scoresByRow } from "./predict.ts";

const retained = { value: 0.5, from: "a test" };

function items(counts: Readonly<Record<Knowledge, number>>): JudgedItem[] {
	const kinds = Object.entries(counts) as [Knowledge, number][];
	return kinds
		.flatMap(([knowledge, count]) => Array<Knowledge>(count).fill(knowledge))
		.map((knowledge, i): JudgedItem => {
			const known = knowledge === "known";
			const reason: ProbeReason = known ? "confident-right" : "at-chance";
			const id = `rows.jsonl:${i + 1}`;
			return {
				...{ id, question: id, options: 4, gold: 0, chosen: known ? 0 : 1 },
				...{ knowledge, reasons: [reason], confidence: 0.9, methods: {} },
				goldProbability: known ? 0.9 : 0.1,
			};
		});
}

/** Scores without examples, in the order of the rows. */
const zeroShot = (scores: readonly number[]) =>
	scoresByRow(
		taskResultOf(
			scores.map((score, i) => itemOf(`rows.jsonl:${i + 1}`, score)),
		),
	);

test("known items that are not answered are drawn out, unknown ones are taught as far as they are retained", () => {
	// 40 known of which 10 are answered, 40 unknown of which 8 are answered by luck, 20 unsure of which none is.
	const scores = [
		...Array.from({ length: 40 }, (_, i) => Number(i < 10)),
		...Array.from({ length: 40 }, (_, i) => Number(i < 8)),
		...Array.from({ length: 20 }, () => 0),
	];
	const found = predictEffect(items({ known: 40, unknown: 40, unsure: 20 }), {
		...{ zeroShot: zeroShot(scores), retained, seed: 0 },
	});
	expect(found.zeroShot?.value).toBeCloseTo(0.18, 12);
	expect(found.drawOut.value).toBeCloseTo(0.3, 12);
	expect(found.teach.value).toBeCloseTo(0.5 * (0.32 + 0.5 * 0.2), 12);
	expect(found.gain.value).toBeCloseTo(
		found.drawOut.value + found.teach.value,
		12,
	);
	expect(found.gain.low).toBeLessThan(found.gain.value);
	expect(found.gain.high).toBeGreaterThan(found.gain.value);
});

test.each([
	[{ known: 100, unknown: 0, unsure: 0 }, 0, ["draw-out"]],
	[{ known: 100, unknown: 0, unsure: 0 }, 1, ["nothing-to-gain"]],
	[{ known: 50, unknown: 50, unsure: 0 }, 1, ["put-into-prompt", "teach"]],
	[
		{ known: 20, unknown: 0, unsure: 80 },
		1,
		["cannot-tell", "nothing-to-gain"],
	],
	[{ known: 5, unknown: 5, unsure: 0 }, 0, ["cannot-tell"]],
] as const)(
	"advice for %o, of which %d are answered",
	(counts, score, kinds) => {
		const judged = items(counts);
		const prediction = predictEffect(judged, {
			zeroShot: zeroShot(judged.map(() => score)),
			...{ retained, seed: 0 },
		});
		const bounds = { value: 0.5, low: 0.4, high: 0.6 };
		const deciding: ProbeMethodSummary = {
			...{ accuracy: bounds, chance: 0.25, temperature: 1 },
			method: "raw",
			...{ calibrationError: bounds, uncalibratedError: bounds, bins: [] },
			...{ positions: null, inconsistent: null },
		} as const;
		const advice = advise(judged, { prediction, deciding });
		expect(advice.map(({ kind }) => kind)).toEqual(kinds);
		for (const one of advice)
			if (one.kind === "teach") expect(one.rows).toBe(250);
		const blind = {
			...deciding,
			accuracy: { value: 0.26, low: 0.2, high: 0.3 },
		};
		expect(advise(judged, { prediction, deciding: blind })[0]).toMatchObject({
			...{ kind: "cannot-tell", items: judged.length },
		});
	},
);
