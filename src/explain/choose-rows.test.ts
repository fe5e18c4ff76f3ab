import { expect, it } from "vitest";
import type { Group } from "../data/example.ts";
import { groupsOfRow } from "./choose-rows.ts";

const group = (id: string): Group => [
	{ id, ids: new Int32Array(), mask: new Uint8Array(), liked: true },
];
const groups = [1, 2, 12].map((line) => group(`/d/rows.jsonl:${line}`));
const heldOut = [group("/d/rows.jsonl:3")];
const files = ["/d/rows.jsonl"];

it("finds a row by its line, or by file and line", () => {
	const find = (row: string) =>
		groupsOfRow(row, { groups, heldOut, files }).map(([one]) => one?.id);
	expect(find("2")).toEqual(["/d/rows.jsonl:2"]);
	expect(find("rows.jsonl:12")).toEqual(["/d/rows.jsonl:12"]);
	expect(find("/d/rows.jsonl:1")).toEqual(["/d/rows.jsonl:1"]);
	const turns = [
		group("/d/rows.jsonl:4, turn 1"),
		group("/d/rows.jsonl:4, turn 2"),
	];
	expect(groupsOfRow("4", { groups: turns, heldOut, files })).toEqual(turns);
});

it("says what a row is that the run does not train on", () => {
	const find = (row: string, more: readonly string[] = []) =>
		groupsOfRow(row, { groups, heldOut, files: [...files, ...more] });
	expect(() => find("3")).toThrow(/found a row that the run holds out/);
	expect(() => find("7")).toThrow(
		/--row 7: expected one of the 3 rows that the run trains on, such as rows.jsonl:1, found no such row/,
	);
	expect(() => find("7", ["/d/more.jsonl"])).toThrow(
		/expected a file and a line, such as rows.jsonl:7, found a number alone, and 2 files/,
	);
});
