import { expect, it } from "vitest";
import { taskResultOf } from "../../../eval/testing/results.ts";
import { pairTasks } from "../pair-tasks.ts";
import { choiceItem, four } from "../testing/choice-tasks.ts";
import { permutationTest } from "./permutation-test.ts";
import { countWords, rarityOf } from "./rarity.ts";
import { slicesOf } from "./slices-of.ts";
import { otherValues, valueSets } from "./value-sets.ts";

it("measures the change by the value of a column and corrects for the number of slices", () => {
	const ids = Array.from({ length: 40 }, (_, i) => `r.jsonl:${i + 1}`);
	const task = (held: (i: number) => number) =>
		taskResultOf(
			ids.map((id, i) => choiceItem(id, four(held(i), 0.9))),
			{ scorer: "choice" },
		);
	// Everything was right; the first 20 became wrong.
	const pairs = pairTasks({ asked: [task(() => 0)] }, [
		task((i) => (i < 20 ? 1 : 0)),
	]);
	const kind = new Map(
		ids.map((id, i) => [id, i < 20 ? "lost" : "kept"] as const),
	);
	const few = new Map(
		ids.map((id, i) => [id, i < 5 ? "few" : "many"] as const),
	);
	const columns = new Map([
		[
			"sums",
			new Map<string, ReadonlyMap<string, string>>([
				["kind", kind],
				["few", few],
			]),
		],
	]);
	const slices = slicesOf(pairs, columns);
	const lost = slices.find(({ value }) => value === "lost");
	expect(lost).toMatchObject({ task: "sums", column: "kind" });
	expect(lost?.score.difference?.value).toBe(-1);
	expect(lost?.score.questions).toBe(20);
	// The least p of 4,999 draws, for two slices that were tested.
	expect(lost?.p).toBeCloseTo(2 / 5000, 12);
	expect(slices.find(({ value }) => value === "few")?.p).toBeNull();
});

it("a permutation test finds no difference between equal groups", () => {
	const values = [0, 1, 0, -1, 0, 1, 0, -1, 0, 0];
	expect(permutationTest(values, values, "a")).toBe(1);
	const ones = Array(10).fill(1);
	expect(permutationTest(ones, Array(10).fill(0), "b")).toBeLessThan(0.001);
});

it("puts numbers into quarters and rare texts together", () => {
	const numbers = new Map(
		Array.from({ length: 40 }, (_, i) => [`q${i}`, i] as const),
	);
	expect(valueSets(numbers).map(({ value }) => value)).toEqual([
		...["0 to 9", "10 to 19", "20 to 29", "30 to 39"],
	]);
	const texts = new Map(
		Array.from({ length: 30 }, (_, i) => [`q${i}`, `v${i}`] as const),
	);
	const sets = valueSets(texts);
	expect(sets).toHaveLength(20);
	expect(sets.at(-1)).toMatchObject({ value: otherValues });
	expect(sets.at(-1)?.questions.size).toBe(11);
});

it("a question is as frequent as its rarest content word", () => {
	const names = ["Galix", "Borin", "Celda", "Dorvan", "Elmek", "Fanra"];
	const questions = new Map(
		names.map((name) => [name, `Where does ${name} live?`] as const),
	);
	const rows = countWords([
		...Array<string>(5).fill("Galix lives in Dunmore."),
		"Borin, and Borin again.",
	]);
	const found = rarityOf(questions, rows);
	expect(found.get("Galix")).toBe("in 4 to 15 rows");
	expect(found.get("Borin")).toBe("in 1 to 3 rows");
	expect(found.get("Celda")).toBe("in no row");
});
