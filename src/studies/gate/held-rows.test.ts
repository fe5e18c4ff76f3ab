import { expect, test } from "vitest";
import { heldRowNotes } from "./held-rows.ts";

const task = (path: string) => ({
	name: "general",
	inputs: [{ path, bytes: 1, sha256: "h" }],
});
const notes = (leash: object | null, path = "/general.jsonl") =>
	heldRowNotes(
		{ recipe: { data: { general: "/general.jsonl" }, leash } as never },
		[task(path)],
	);

test("what a penalty held is told of, and nothing else", () => {
	expect(notes({ how: "penalty", rows: null })).toEqual([
		expect.stringMatching(
			/^general is too favourable: half of its rows are penalty rows/,
		),
	]);
	expect(notes({ how: "penalty", rows: "/more.jsonl" })).toEqual([]);
	expect(notes({ how: "penalty", rows: "/more.jsonl" }, "/more.jsonl")).toEqual(
		[expect.stringMatching(/: its rows are penalty rows/)],
	);
	expect(notes({ how: "penalty", rows: null }, "/other.jsonl")).toEqual([]);
	expect(notes({ how: "steer", rows: null })).toEqual([]);
	expect(notes(null)).toEqual([]);
});
