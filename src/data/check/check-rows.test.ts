import { describe, expect, test } from "vitest";
import { tinyTokenizer } from "../../../test/fixtures/tiny-model.ts";
import { TemperError } from "../../core/error.ts";
import type { Row } from "../../formats/rows/row.ts";
import type { Wants } from "../../text/columns/wanted.ts";
import { rowEncoder } from "../../text/row-encoder.ts";
import { checkRows } from "./check-rows.ts";

const tokenizer = tinyTokenizer();
const as = (wants: Wants) => ({
	tokenizer,
	wants,
	encode: rowEncoder({ tokenizer, template: null, wants }),
	maxLength: null,
});
const options = as("demonstrations");

const rowsOf = (file: string, values: Record<string, unknown>[]) => (): Row[] =>
	values.map((value, i) => ({ value, file, line: i + 1 }));
const pair = (prompt: string, completion: string) => ({ prompt, completion });

describe("checkRows", () => {
	test("counts formats, lengths and what is learnt", async () => {
		// Q and Z are tokens of their own; eos adds one to every row.
		const report = await checkRows(
			rowsOf("a", [
				...Array.from({ length: 9 }, (_, i) => pair("Q".repeat(i + 1), "Z")),
				{ text: "Q".repeat(29) },
			]),
			options,
		);
		expect(report).toMatchObject({
			rows: 10,
			usable: 10,
			formats: { "prompt-completion": 9, text: 1 },
			lengths: { p50: 7, p90: 11, p99: 30, max: 30 },
			tokens: 63 + 30,
			supervised: 18 + 29,
			leakage: null,
			bad: { count: 0, stopped: false },
		});
	});

	test("rows that a model made are counted by their column source", async () => {
		const sources = ["model-made", "human", undefined, "model-made"];
		const rows = sources.map((source) => ({ ...pair("Q", "Z"), source }));
		const report = await checkRows(rowsOf("a", rows), options);
		expect(report).toMatchObject({ rows: 4, modelMade: 2 });
	});

	test("what the longest length would cut, and what has nothing to learn", async () => {
		const report = await checkRows(
			rowsOf("a", [pair("QQQQ", "Z"), pair("Q", "ZZZZZ"), pair("Q", "")]),
			{ ...options, maxLength: 4 },
		);
		expect(report.tooLong).toEqual({
			count: 2,
			rows: ["a:1", "a:2"],
			tokensBeyond: 2 + 3,
			answerBeyond: 1,
		});
		expect(report.nothingToLearn).toEqual({ count: 1, rows: ["a:3"] });
		expect(report.usable).toBe(2);
	});

	test("duplicates: exact, near, and one prompt with two answers", async () => {
		const report = await checkRows(
			rowsOf("a", [
				pair("Where is the station?", "Near."),
				pair("Where is the station?", "Near."),
				pair("where is  the STATION", " near"),
				pair("Where is the station?", "Far."),
				pair("+", "1"),
				pair("-", "1"),
			]),
			options,
		);
		expect(report.duplicates).toEqual({
			exact: { count: 1, pairs: [{ row: "a:2", of: "a:1" }] },
			opposite: { count: 0, pairs: [] },
			near: {
				count: 2,
				pairs: [
					{ row: "a:3", of: "a:1" },
					{ row: "a:6", of: "a:5" },
				],
			},
			samePrompt: { count: 1, pairs: [{ row: "a:4", of: "a:1" }] },
		});
	});

	test("pairs: lengths of both sides, equal answers, duplicates", async () => {
		const row = (prompt: string, chosen: string, rejected: string) => ({
			...{ prompt, chosen, rejected },
		});
		const report = await checkRows(
			rowsOf("a", [
				row("QQ", "ZZZ", "Z"),
				row("QQ", "Z", "ZZZ"),
				row("QQ", "ZZZ", "Z"),
				row("QQ", "Z", "Z"),
				row("QQQ", "ZZZZ", "Z"),
				row("QQQ", "Z", ""),
			]),
			{ ...as("pairs"), maxLength: 6 },
		);
		expect(report).toMatchObject({
			rows: 6,
			usable: 4,
			formats: { preference: 5 },
			lengths: { p50: 4, max: 8 },
			tokens: 3 * (6 + 4) + 4 + 4 + 8 + 5,
			supervised: 3 * (4 + 2) + 2 + 2 + 5 + 2,
			tooLong: { count: 1, rows: ["a:5"], tokensBeyond: 2, answerBeyond: 0 },
			nothingToLearn: { count: 0 },
			identical: { count: 1, rows: ["a:4"] },
			pairs: {
				count: 5,
				chosen: { p50: 4, max: 5 },
				rejected: { p50: 2, max: 4 },
				chosenLonger: 3,
			},
			labels: null,
			duplicates: {
				exact: { count: 1, pairs: [{ row: "a:3", of: "a:1" }] },
				opposite: { count: 1, pairs: [{ row: "a:2", of: "a:1" }] },
				near: { count: 0 },
				samePrompt: { count: 1, pairs: [{ row: "a:4", of: "a:1" }] },
			},
			bad: {
				count: 1,
				errors: ["a:6, rejected: expected an answer, found an empty text."],
			},
		});
	});

	test("a longest length that leaves no difference", async () => {
		const report = await checkRows(
			rowsOf("a", [{ prompt: "Q", chosen: "ZZZ", rejected: "ZZQ" }]),
			{ ...as("pairs"), maxLength: 3 },
		);
		expect(report.tooLong).toMatchObject({ count: 1, answerBeyond: 1 });
		expect(report.usable).toBe(1);
	});

	test("labels: their balance, verdicts that contradict each other, pairs among them", async () => {
		const row = (completion: string, label: unknown) => ({
			...{ prompt: "Q", completion, label },
		});
		const report = await checkRows(
			rowsOf("a", [
				row("Z", true),
				row("Z", 0),
				row("Z", 1),
				row("ZZ", "good"),
				{ prompt: "QQ", chosen: "Z", rejected: "ZZ" },
			]),
			as("labels"),
		);
		expect(report).toMatchObject({
			rows: 5,
			usable: 4,
			pairs: null,
			labels: { desirable: 3, undesirable: 2 },
			duplicates: {
				exact: { count: 1, pairs: [{ row: "a:3", of: "a:1" }] },
				opposite: { count: 1, pairs: [{ row: "a:2", of: "a:1" }] },
			},
			bad: {
				errors: ['a:4, label: expected true, false, 1 or 0, found "good".'],
			},
		});
	});

	test("training prompts among held-out rows", async () => {
		const train = rowsOf("a", [pair("Where is it?", "x"), pair("How?", "y")]);
		const heldOut = rowsOf("b", [
			pair("Where is it?", "z"),
			pair("how", "z"),
			pair("Why?", "z"),
		]);
		const report = await checkRows(train, { ...options, heldOut });
		expect(report.leakage).toEqual({
			heldOutRows: 3,
			exact: { count: 1, pairs: [{ row: "b:1", of: "a:1" }] },
			near: { count: 1, pairs: [{ row: "b:2", of: "a:2" }] },
		});
	});

	test("bad rows are collected, with a limit on those listed", async () => {
		const report = await checkRows(
			rowsOf("a", [
				{ wrong: 1 },
				pair("Q", "Z"),
				{ text: 5 },
				{ text: 6 },
				{ prompt: "p", chosen: "a", rejected: "b" },
			]),
			{ ...options, listed: 2 },
		);
		expect(report.rows).toBe(5);
		expect(report.usable).toBe(1);
		expect(report.bad.count).toBe(4);
		expect(report.bad.errors).toHaveLength(2);
		expect(report.bad.errors[1]).toMatch(/^a:3, text: expected a text/);
	});

	test("what a reader could not read is counted and listed with the rest", async () => {
		const fault = new TemperError("data", {
			...{ where: "a line 1", expected: "JSON", found: "none" },
		});
		const report = await checkRows((onBad) => {
			onBad(fault);
			return rowsOf("a", [pair("Q", "Z"), { wrong: 1 }])();
		}, options);
		expect(report).toMatchObject({ rows: 3, usable: 1 });
		expect(report.bad).toMatchObject({ count: 2, stopped: false });
		expect(report.bad.errors[0]).toBe(fault.message);
	});

	test("a fault in the file ends reading and is reported", async () => {
		async function* broken() {
			yield* rowsOf("a", [pair("Q", "Z")])();
			throw new TemperError("data", {
				where: "a:2",
				expected: "JSON",
				found: "none",
			});
		}
		const report = await checkRows(broken, options);
		expect(report.usable).toBe(1);
		expect(report.bad).toEqual({
			count: 1,
			errors: ["a:2: expected JSON, found none."],
			stopped: true,
		});
		const bug = () => {
			throw new TypeError("bug");
		};
		await expect(
			checkRows(rowsOf("a", [{}]), { ...options, encode: bug }),
		).rejects.toThrow(TypeError);
	});

	test("no rows", async () => {
		const report = await checkRows(() => [], options);
		expect(report).toMatchObject({ rows: 0, lengths: { p50: 0, max: 0 } });
	});
});
