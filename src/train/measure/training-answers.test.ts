import { expect, test } from "vitest";
import type { Example, Group } from "../../data/example.ts";
import {
	deltaPerToken,
	sampleAnswers,
	sampledAnswers,
} from "./training-answers.ts";

const row = (id: number, rest: Partial<Example> = {}): Example => ({
	id: `rows.jsonl:${id}`,
	ids: Int32Array.of(1, 2, 3),
	mask: Uint8Array.of(0, 1, 1),
	liked: true,
	...rest,
});

const ids = (rows: readonly Example[]) => rows.map(({ id }) => id);
const many: Group[] = Array.from({ length: 300 }, (_, i) => [row(i)]);

test("the sample is fixed by the seed, without repeats, in the order of the rows", () => {
	const sample = sampleAnswers(many, 5);
	expect(sample).toHaveLength(sampledAnswers);
	expect(ids(sampleAnswers(many, 5))).toEqual(ids(sample));
	expect(ids(sampleAnswers(many, 6))).not.toEqual(ids(sample));
	const places = sample.map((one) => many.findIndex(([x]) => x === one));
	expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
	// Not merely the first rows of the file.
	expect(places.at(-1)).toBeGreaterThan(200);
});

test("few rows are all measured, and a row that is learnt from twice counts once", () => {
	const few = many.slice(0, 5);
	expect(ids(sampleAnswers([...few, ...few], 0))).toEqual(ids(few.flat()));
});

test("only answers to be learnt count: no rejected ones, no prompts alone, no empty ones", () => {
	const groups: Group[] = [
		[row(1), row(2, { liked: false })],
		[row(3, { promptAlone: true })],
		[row(4, { mask: new Uint8Array(3) })],
		[row(5)],
	];
	expect(ids(sampleAnswers(groups, 0))).toEqual([
		"rows.jsonl:1",
		"rows.jsonl:5",
	]);
	expect(sampleAnswers([], 0)).toEqual([]);
});

test("Delta / m is the mean log-ratio over an answer's tokens", () => {
	expect(deltaPerToken([-1, -2, -3], [-2, -2, -5])).toBe(1);
	expect(deltaPerToken([-3], [-1])).toBe(-2);
});
