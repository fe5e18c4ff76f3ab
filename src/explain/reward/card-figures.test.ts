import { expect, it } from "vitest";
import { cardFigures, type RewardedPair } from "./card-figures.ts";
import { cardMarkdown } from "./card-markdown.ts";

/** A pair whose chosen answer has so many words, and whose reward is the number of words of an answer. */
function pairOf(words: number, rejected: number, source: string): RewardedPair {
	const side = (count: number) => {
		const text = Array.from({ length: count }, () => "word").join(" ");
		return { text, tokens: count, reward: count };
	};
	return {
		chosen: side(words),
		rejected: side(rejected),
		columns: { prompt: "p", source, id: `${words}/${rejected}/${source}` },
	};
}

const pairs = Array.from({ length: 40 }, (_, i) =>
	i < 30 ? pairOf(5 + i, 3, "web") : pairOf(2, 4 + i, i < 38 ? "book" : "rare"),
);
const figures = cardFigures(pairs, new Set(["prompt"]));

it("counts accuracy, by length and by columns with few values", () => {
	expect(figures.accuracy.value).toBe(30 / 40);
	const slice = (by: string, value: string) =>
		figures.slices.find((one) => one.by === by && one.value === value);
	expect(slice("length", "chosen longer")).toMatchObject({ pairs: 30 });
	expect(slice("length", "chosen longer")?.accuracy.value).toBe(1);
	expect(slice("length", "rejected longer")?.accuracy.value).toBe(0);
	expect(slice("source", "web")?.pairs).toBe(30);
	expect(figures.slices.some(({ by }) => by === "prompt" || by === "id")).toBe(
		false,
	);
	expect(figures.leftOut).toEqual([
		...["source book: 8 pairs", "source rare: 2 pairs", "id: 40 values"],
	]);
});

it("tells that rewards follow length where people did not", () => {
	const length = figures.features.find(
		({ name }) => name === "length in tokens",
	);
	expect(length?.pairs).toBe(40);
	expect(length?.correlation?.value).toBeCloseTo(1, 6);
	expect(length?.rewarded.value).toBe(1);
	expect(length?.chosen.value).toBe(30 / 40);
	expect(figures.features.some(({ name }) => name === "digits")).toBe(false);
});

it("is a page with hashes, slices and features", () => {
	const page = cardMarkdown({
		...{ version: 1, created: "2026-01-01", temper: "1.0.0", run: "runs/r" },
		...{ step: 4, model: "m", options: { centre: 0.01 }, seed: 1 },
		...{ learningRate: 1e-4, trained: 30, heldOut: 40 },
		inputs: [{ path: "a|b.jsonl", bytes: 12, sha256: "ab12" }],
		measuredOn: "held-out",
		...figures,
	});
	expect(page).toContain("| `a\\|b.jsonl` | 12 | `ab12` |");
	expect(page).toContain("Measured on 40 held-out pairs");
	expect(page).toContain("| all | 40 | 75.0% (");
	expect(page).toMatch(/\| length: chosen longer \| 30 \| 100\.0% \(/);
	expect(page).toMatch(/\| length in tokens \| 40 \| 1\.00 \(/);
	expect(page).toContain("id: 40 values");
});
