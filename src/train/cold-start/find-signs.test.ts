import { expect, test } from "vitest";
import type { ColdStartEvent } from "../../runs/events.ts";
import { coldStartText } from "./cold-start-text.ts";
import { findSigns } from "./find-signs.ts";

type Measures = Pick<ColdStartEvent, "answers" | "greedy">;

const around = (value: number, half = 0.1) => ({
	...{ value, low: value - half, high: value + half },
});

function measured(
	answers: Partial<Measures["answers"]> = {},
	ended: number | null = 8,
): Measures {
	return {
		answers: {
			...{ count: 32, tokens: 700, logProb: around(-0.5), endP: 0.99 },
			...{ excess: around(0.02), endFirst: 1, ...answers },
		},
		greedy: ended === null ? null : { prompts: 8, ended, limit: 40 },
	};
}

test("a policy fitted to such answers shows no sign, whatever its entropy is", () => {
	expect(findSigns(measured())).toEqual([]);
	expect(
		findSigns(measured({ logProb: around(-3.5), excess: around(-1) })),
	).toEqual([]);
	expect(findSigns(measured({ endP: null }, null))).toEqual([]);
});

test("each sign by itself", () => {
	expect(findSigns(measured({ excess: around(0.6) }))).toEqual(["excess"]);
	expect(findSigns(measured({ logProb: around(-4.5) }))).toEqual(["unlikely"]);
	expect(findSigns(measured({ endP: 0.3 }))).toEqual(["end-of-turn"]);
	expect(findSigns(measured({}, 3))).toEqual(["unfinished"]);
	expect(findSigns(measured({}, 4))).toEqual([]);
});

test("an excess that may be chance is no sign", () => {
	expect(findSigns(measured({ excess: around(0.6, 0.7) }))).toEqual([]);
});

const remedy = { demonstrations: 60, sftTerm: null, sftWeight: 0 };
const cold = measured({ excess: around(0.88), endP: 0.3 });

test("the warning has the measured reasons and the remedy", () => {
	const text = coldStartText(cold, findSigns(cold), remedy);
	expect(text).toMatch(
		/^Cold start: .* Of 32 of them in the training rows: they cost 0\.88 nats per token \(95% interval 0\.78 to 0\.98\) more than the entropy .*; after them the policy ends its turn with a probability of 0\.30, below the limit of 0\.5\. Remedy: fine-tune on about 60 demonstrations first/,
	);
	expect(text).not.toMatch(/SFT term/);
	expect(coldStartText(cold, [], null)).toBeNull();
});

test("an SFT term is proposed if the objective has the option, and counted if it is on", () => {
	const signs = findSigns(cold);
	const sftTerm = "objective.sft=0.2";
	expect(coldStartText(cold, signs, { ...remedy, sftTerm })).toMatch(
		/Or add an SFT term to the loss: objective\.sft=0\.2\.$/,
	);
	expect(coldStartText(cold, signs, { ...remedy, sftWeight: 1 })).toMatch(
		/The SFT term of this objective \(weight 1\) also trains the preferred answers/,
	);
});
