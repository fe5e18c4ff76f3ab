import { describe, expect, test } from "vitest";
import { tinyTokenizer } from "../../test/fixtures/tiny-model.ts";
import { TemperError } from "../core/error.ts";
import type { Row } from "../formats/rows/row.ts";
import { rowEncoder } from "../text/row-encoder.ts";
import { checkRows } from "./check-rows.ts";

const tokenizer = tinyTokenizer();
const encode = rowEncoder({ tokenizer, template: null });
const options = { tokenizer, encode, maxLength: null };

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
