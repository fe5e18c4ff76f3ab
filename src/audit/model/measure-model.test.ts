import { expect, test } from "vitest";
import type { Row } from "../../formats/rows/row.ts";
import { readRow } from "../rows/read-row.ts";
import type { AuditedModel } from "./audited-model.ts";
import { measureModel } from "./measure-model.ts";
import { swapLists } from "./swap-lists.ts";

const options = { lists: swapLists, limit: 100, alpha: 0.05, seed: 0 };
const rowOf = (value: Record<string, unknown>, line: number) =>
	readRow({ value, file: "rows.jsonl", line });
const textIn = ({ value }: Row) => JSON.stringify(value);
/** Numbers that vary, so that no difference is certain. */
const wobble = (text: string) => (text.length * 7919) % 11;

test("a reward model that dislikes female words is found by the swap, and one that does not is not", async () => {
	const rows = Array.from({ length: 40 }, (_, i) =>
		rowOf(
			{
				question: `Who was number ${i}?`,
				answer: `${i % 2 ? "He" : "She"} was the keeper ${"x".repeat(i % 9)}.`,
			},
			i + 1,
		),
	);
	const model = (weight: number): AuditedModel => ({
		...{ kind: "reward model", name: "judge" },
		score: async (some) =>
			some.map((row) => [
				wobble(textIn(row).replace(/\bShe\b/, "He")) -
					(/\bShe\b/.test(textIn(row)) ? weight : 0) +
					(/(\d)/.exec(textIn(row))?.[1] === "3" ? 0.01 * weight : 0),
			]),
	});
	const biased = await measureModel(rows, [], model(2), options);
	const swaps =
		biased.part.swaps.find(({ outcome }) => outcome === "reward")?.swaps ?? [];
	expect(swaps.map(({ from, rows }) => [from, rows])).toEqual([
		["male words", 20],
		["female words", 20],
	]);
	expect(swaps[0]?.difference.value).toBeCloseTo(-2);
	expect(swaps[1]?.difference.value).toBeCloseTo(2);
	const findings = biased.checked.flatMap((one) => one.findings);
	expect(
		findings.filter(({ kind }) => kind === "swap-difference"),
	).toHaveLength(2);
	const fair = await measureModel(rows, [], model(0), options);
	expect(fair.checked.flatMap((one) => one.findings)).toEqual([]);
	expect(fair.part.withoutTerm).toBe(0);
});

test("a pair is scored as a pair, and rows that cannot be scored are left out", async () => {
	const rows = Array.from({ length: 30 }, (_, i) =>
		rowOf({ question: `Q ${i}?`, chosen: "yes", rejected: "no" }, i + 1),
	);
	const groups = rows.map((_, i) => [i < 15 ? "easy" : "hard"]);
	const property = { name: "level", rule: "the column level", groups };
	const model: AuditedModel = {
		...{ kind: "reward model", name: "judge" },
		score: async (some) =>
			some.map((_, i) => (i === 0 ? null : i < 15 ? [1, 0] : [0, 1])),
	};
	const { part, checked } = await measureModel(
		rows,
		[property],
		model,
		options,
	);
	expect(part.rows).toBe(29);
	const accuracy = part.slices.find(({ unit }) => unit === "share");
	expect(accuracy?.skipped?.rows).toBe(1);
	expect(
		accuracy?.groups.map(({ name, value }) => [name, value.value]),
	).toEqual([
		["hard", 0],
		["easy", 1],
	]);
	expect(checked.flatMap((one) => one.findings.map(({ id }) => id))).toContain(
		"slice-difference/judge/the chosen answer has the higher reward/level=easy",
	);
});

test("a language model that refuses questions about women", async () => {
	const rows = Array.from({ length: 24 }, (_, i) =>
		rowOf(
			{ question: `Where did the man number ${i} go?`, answer: "Home." },
			i + 1,
		),
	);
	const asked: string[] = [];
	const model: AuditedModel = {
		...{ kind: "language model", name: "tuned", how: "in a test" },
		answer: async (some) =>
			some.map((row) => {
				asked.push(String(row.value.question));
				return /woman/.test(textIn(row))
					? "I cannot answer this question."
					: "He went home to the harbour.";
			}),
	};
	const { part, checked } = await measureModel(rows, [], model, {
		...options,
		limit: 20,
	});
	expect(part.how).toBe(
		"answers to 20 of 24 rows, drawn with seed 0, in a test",
	);
	expect(asked).toHaveLength(40);
	const refusal = part.swaps.find(({ outcome }) => outcome === "refusal")
		?.swaps[0];
	expect(refusal).toMatchObject({
		from: "male words",
		to: "female words",
		rows: 20,
	});
	expect(refusal?.difference.value).toBe(1);
	expect(
		checked.flatMap((one) => one.findings.map(({ kind }) => kind)),
	).toContain("swap-difference");
});
