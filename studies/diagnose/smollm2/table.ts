import type { ItemResult } from "../../../src/eval/eval-result.ts";
import { unitsOf } from "../../../src/eval/task/question-units.ts";
import type { Estimate } from "../../../src/stats/estimate.ts";
import { meanOverRuns } from "../../../src/stats/over-runs.ts";
import { wilson } from "../../../src/stats/share.ts";
import { markdown, percent } from "../../show.ts";
import type { QuestionRow } from "./questions.ts";

export interface MeasuredItem extends ItemResult {
	readonly row: QuestionRow;
}

/** The items of each task, so far as they are measured. */
export interface Measured {
	readonly letters: readonly MeasuredItem[];
	readonly likelihood: readonly MeasuredItem[];
}

export interface Shots {
	readonly zero: Measured;
	readonly five: Measured;
}

const letters = ["A", "B", "C", "D"];

interface Method {
	readonly name: string;
	readonly items: (measured: Measured) => readonly ItemResult[];
}

/** Items scored by another of the recorded comparisons. */
function scoredBy(
	items: readonly MeasuredItem[],
	detail: string,
): ItemResult[] {
	return items.map((item) => ({
		...item,
		score: item.details[detail] ?? null,
	}));
}

/** Log-probabilities of the letters of an item, A first. */
function letterLogProbs({ options }: ItemResult): readonly number[] {
	return (options?.listed ?? []).map(
		(place) => options?.scores[place]?.logProb ?? Number.NaN,
	);
}

/** Items scored after the mean log-probability of each letter, its preference, is subtracted. */
function withoutPreference(items: readonly MeasuredItem[]): ItemResult[] {
	const scored = items.map(letterLogProbs);
	const means = letters.map(
		(_, i) =>
			scored.reduce((sum, row) => sum + (row[i] ?? 0), 0) / scored.length,
	);
	return items.map((item, n) => {
		const left = (scored[n] ?? []).map((x, i) => x - (means[i] ?? 0));
		const chosen = letters[left.indexOf(Math.max(...left))];
		return { ...item, score: Number(chosen === item.expected) };
	});
}

const methods: readonly Method[] = [
	{
		name: "letters, mean of four orders",
		items: ({ letters }) => letters,
	},
	{
		name: "letters, order of the row",
		items: ({ letters }) => letters.filter(({ id }) => !id.includes("~")),
	},
	{
		name: "letters, four orders, the mean log-probability of each letter subtracted",
		items: ({ letters }) => withoutPreference(letters),
	},
	{
		name: "likelihood, sum",
		items: ({ likelihood }) => scoredBy(likelihood, "raw"),
	},
	{
		name: "likelihood per token",
		items: ({ likelihood }) => scoredBy(likelihood, "normalised"),
	},
	{
		name: "likelihood, sum minus unconditional",
		items: ({ likelihood }) => scoredBy(likelihood, "unconditional"),
	},
];

function show(estimate: Estimate | null): string {
	if (estimate === null) return "";
	const { value, low, high } = estimate;
	return `${percent(value)} (${percent(low)} to ${percent(high)})`;
}

function accuracy(items: readonly ItemResult[]): Estimate | null {
	return meanOverRuns([unitsOf(items, "accuracy")], "share");
}

const shots = ["zero", "five"] as const;

function bothShots(
	all: Shots,
	cell: (measured: Measured) => string,
): readonly string[] {
	return shots.map((shot) => cell(all[shot]));
}

function methodTable(all: Shots): string {
	return markdown([
		["accuracy", "0-shot", "questions", "5-shot", "questions"],
		...methods.map(({ name, items }) => [
			name,
			...shots.flatMap((shot) => {
				const some = items(all[shot]);
				const questions = new Set(some.map(({ question }) => question)).size;
				return [show(accuracy(some)), String(questions)];
			}),
		]),
	]);
}

/** Accuracy by a column of the rows, 5-shot. */
function sliceTable({ five }: Shots, column: "topic" | "rarity"): string {
	const shown = [methods[0], methods[3], methods[5]] as readonly Method[];
	const values = [...new Set(five.letters.map(({ row }) => row[column]))];
	const rowsOf = (of: Measured, value: string): Measured => ({
		letters: of.letters.filter(({ row }) => row[column] === value),
		likelihood: of.likelihood.filter(({ row }) => row[column] === value),
	});
	return markdown([
		[column, ...shown.map(({ name }) => name)],
		...values.map((value) => [
			value,
			...shown.map(({ items }) => show(accuracy(items(rowsOf(five, value))))),
		]),
	]);
}

function positionTable(all: Shots): string {
	const share = (items: readonly ItemResult[], letter: string) =>
		percent(
			items.filter(({ answer }) => answer === letter).length / items.length,
		);
	const right = (items: readonly ItemResult[], letter: string) =>
		show(accuracy(items.filter(({ expected }) => expected === letter)));
	return markdown([
		[
			"letter",
			"chosen, 0-shot",
			"chosen, 5-shot",
			"accuracy if it is right, 0-shot",
			"accuracy if it is right, 5-shot",
		],
		...letters.map((letter) => [
			letter,
			...bothShots(all, (one) => share(one.letters, letter)),
			...bothShots(all, (one) => right(one.letters, letter)),
		]),
	]);
}

/** Questions of which some two orders choose different options. */
function orderLine({ letters: items }: Measured): string {
	const chosen = new Map<string, Set<number | undefined>>();
	for (const { question, answer, options } of items) {
		const place = options?.listed[letters.indexOf(answer ?? "")];
		chosen.set(question, (chosen.get(question) ?? new Set()).add(place));
	}
	const changed = [...chosen.values()].filter(({ size }) => size > 1).length;
	return show(wilson(changed, chosen.size));
}

/** All tables, in Markdown. */
export function tablesOf(all: Shots): string {
	return [
		methodTable(all),
		positionTable(all),
		`The chosen option changes with the order: ${bothShots(all, orderLine).join(" of questions 0-shot, ")} 5-shot.`,
		sliceTable(all, "topic"),
		sliceTable(all, "rarity"),
		"",
	].join("\n\n");
}
