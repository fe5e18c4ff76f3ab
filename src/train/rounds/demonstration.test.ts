import { expect, test } from "vitest";
import type { Example } from "../../data/example.ts";
import { type Demonstration, demonstrationsOf } from "./demonstration.ts";

/** A row whose taught tokens are those above 100. */
const row = (id: string, ...ids: number[]): Example => ({
	id,
	ids: Int32Array.from(ids),
	mask: Uint8Array.from(ids, (token) => Number(token > 100)),
	liked: true,
});

const shown = ({ id, row, turn, prompt, answer }: Demonstration) =>
	`${id} | ${row} | ${turn} | ${[...prompt]} | ${[...answer]}`;

const of = (...rows: Example[]) =>
	[...demonstrationsOf(rows.map((one) => [one])).values()].flat().map(shown);

test("a row of one taught turn keeps its name", () => {
	expect(of(row("a.jsonl:1", 1, 2, 101, 102, 3))).toEqual([
		"a.jsonl:1 | a.jsonl:1 | null | 1,2 | 101,102",
	]);
});

test("every taught turn serves, and all that precedes it is its prompt", () => {
	expect(of(row("a.jsonl:1", 1, 101, 2, 3, 102, 103, 4, 104))).toEqual([
		"a.jsonl:1, turn 1 | a.jsonl:1 | 1 | 1 | 101",
		"a.jsonl:1, turn 2 | a.jsonl:1 | 2 | 1,101,2,3 | 102,103",
		"a.jsonl:1, turn 3 | a.jsonl:1 | 3 | 1,101,2,3,102,103,4 | 104",
	]);
});

test("a turn that is switched off is context, and no demonstration", () => {
	const off = row("a.jsonl:1", 1, 101, 2, 102);
	off.mask[1] = 0;
	expect(of(off)).toEqual(["a.jsonl:1 | a.jsonl:1 | null | 1,101,2 | 102"]);
});

test("a prompt alone asks once, whatever came before", () => {
	const asked = { ...row("a.jsonl:1", 1, 2, 3), promptAlone: true };
	expect(of(asked)).toEqual(["a.jsonl:1 | a.jsonl:1 | null | 1,2,3 | "]);
});

test("turns of a row that comes in parts are numbered together", () => {
	const parts = [
		row("a.jsonl:1", 1, 101),
		row("a.jsonl:2", 7, 107),
		row("a.jsonl:1", 1, 50, 2, 102),
	];
	expect(of(...parts).map((line) => line.split(" | ")[0])).toEqual([
		"a.jsonl:1, turn 1",
		"a.jsonl:2",
		"a.jsonl:1, turn 2",
	]);
});

test("a row that is drawn more than once, or listed twice, is one row", () => {
	const one = row("a.jsonl:1", 1, 101);
	expect(demonstrationsOf([[one], [one]]).size).toBe(1);
	const again = row("a.jsonl:1", 1, 101);
	expect(of(one, again).map((line) => line.split(" | ")[0])).toEqual([
		"a.jsonl:1",
		"a.jsonl:1",
	]);
});
