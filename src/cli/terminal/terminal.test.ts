import { describe, expect, test } from "vitest";
import { bar } from "./bar.ts";
import { renderFilled, renderPairs, renderTable } from "./table.ts";
import { createTerminal, harmless } from "./terminal.ts";
import {
	showBytes,
	showCount,
	showDuration,
	showNumber,
	showPercent,
} from "./units.ts";
import { wrap, wrapBeside } from "./wrap.ts";

function terminal(screen: object, env: NodeJS.ProcessEnv) {
	const written: string[] = [];
	return {
		written,
		...createTerminal(
			{ write: (text: string) => written.push(text), ...screen },
			env,
		),
	};
}

describe("terminal", () => {
	test("a watched one redraws its status below the lines", () => {
		const { written, line, status } = terminal(
			{ isTTY: true, columns: 10 },
			{},
		);
		status("working on it");
		line("done one");
		status(null);
		line("end");
		expect(written.join("")).toBe(
			"working o\r\u001b[Kdone one\nworking o\r\u001b[Kend\n",
		);
	});

	test("a file gets lines alone, without colours", () => {
		const { written, line, status, paint, live } = terminal({}, {});
		status("working");
		line(paint("red", "x"));
		expect(live).toBe(false);
		expect(written).toEqual(["x\n"]);
	});

	test("NO_COLOR with any value forbids colours", () => {
		const tty = { isTTY: true };
		expect(terminal(tty, {}).paint("red", "x")).toBe("\u001b[31mx\u001b[39m");
		expect(terminal(tty, { NO_COLOR: "0" }).paint("red", "x")).toBe("x");
		expect(terminal(tty, { NO_COLOR: "" }).paint("red", "x")).not.toBe("x");
		expect(terminal(tty, { TERM: "dumb" }).live).toBe(false);
	});

	test("text of unknown origin cannot steer it", () => {
		expect(harmless("a\u001b[2Jb\u0007\u009b1mc\n\td\re")).toBe(
			"a[2Jb1mc\n\tde",
		);
	});
});

test("tables line up by the widest cell", () => {
	expect(
		renderTable(
			[{ title: "run" }, { title: "nll", align: "right" }],
			[
				["a-long-name", "1.5"],
				["ü", "12.25"],
			],
		),
	).toEqual(["run            nll", "a-long-name    1.5", "ü            12.25"]);
	expect(
		renderPairs([
			["a", "1"],
			["bcd", "2"],
		]),
	).toEqual(["a    1", "bcd  2"]);
	expect(renderTable([{ title: "x" }], [])).toEqual(["x"]);
});

test("a table that is wider than the screen is written row by row, in lines of its width", () => {
	const columns = [
		{ title: "run" },
		{ title: "held-out NLL", align: "right" as const },
		{ title: "state" },
	];
	const rows = [
		["runs/a-name-that-goes-on", "1.234", "finished"],
		["b", "", "stopped, because somebody pressed Ctrl+C"],
	];
	const narrow = renderTable(columns, rows, 40);
	expect(narrow).toEqual([
		"runs/a-name-that-goes-on",
		"  held-out NLL  1.234",
		"  state         finished",
		"b",
		"  state         stopped, because",
		"                somebody pressed Ctrl+C",
	]);
	expect(renderFilled(columns, rows, 90)).toEqual(renderTable(columns, rows));
	const steps = [{ title: "step", align: "right" as const }, { title: "x" }];
	expect(renderTable(steps, [["7", "y".repeat(9)]], 12)).toEqual([
		"step 7",
		"  x  yyyyyyyyy",
	]);
});

test("lines that go to a file or another program are of any width", () => {
	const write = () => {};
	expect(createTerminal({ write }, {}).columns).toBe(Infinity);
	expect(createTerminal({ write, isTTY: true }, {}).columns).toBe(80);
	expect(createTerminal({ write, isTTY: true, columns: 60 }, {}).columns).toBe(
		60,
	);
});

test("bars stay inside their ends", () => {
	expect(bar(0.5, 4)).toBe("[##..]");
	expect(bar(-1, 4)).toBe("[....]");
	expect(bar(7, 4)).toBe("[####]");
});

test("numbers as people write them", () => {
	expect([0, 999, 1000, 1_234_567, 999_950_000].map(showBytes)).toEqual([
		"0 B",
		"999 B",
		"1.0 kB",
		"1.2 MB",
		"1.0 GB",
	]);
	expect([0, 59.4, 60, 3599, 3600, 90_000].map(showDuration)).toEqual([
		"0 s",
		"59 s",
		"1 min 00 s",
		"59 min 59 s",
		"1 h 00 min",
		"25 h 00 min",
	]);
	expect([0, 999, 1000, 134_515_008].map(showCount)).toEqual([
		"0",
		"999",
		"1,000",
		"134,515,008",
	]);
	expect([0, 1.23456, 123456, 1e-4, 2.5e7, -0.5].map(showNumber)).toEqual([
		"0",
		"1.235",
		"123500",
		"1.00e-4",
		"2.50e7",
		"-0.5",
	]);
	expect([0, 0.034, 0.5, 1].map(showPercent)).toEqual([
		"0%",
		"3.4%",
		"50%",
		"100%",
	]);
});

test("a column without a value in any row is left out", () => {
	const columns = [{ title: "a" }, { title: "b" }, { title: "c" }];
	expect(
		renderFilled(columns, [
			["1", "", "3"],
			["", "", "4"],
		]),
	).toEqual(["a  c", "1  3", "   4"]);
});

test("text is broken between words, and never inside one", () => {
	expect(wrap("one two three", 8, 2)).toEqual(["one two", "  three"]);
	expect(wrap("  one two", 5, 2)).toEqual(["  one", "  two"]);
	expect(wrap("unbreakable", 4)).toEqual(["unbreakable"]);
	expect(wrap("", 4)).toEqual([""]);
	for (let columns = 5; columns < 30; columns++)
		for (const line of wrap("a few words of all sizes", columns))
			expect(line.length).toBeLessThanOrEqual(columns);
});

test("a text stands in a column beside its name", () => {
	expect(wrapBeside("use", "where it\nfits, and nowhere else", 30, 6)).toEqual([
		"use   where it",
		"      fits, and nowhere else",
	]);
});

describe("Japanese text", () => {
	test("takes two columns a character in tables", () => {
		expect(
			renderTable(
				[{ title: "段階" }, { title: "費用", align: "right" }],
				[
					["試行", "5円"],
					["roll-out", "1,000円"],
				],
			),
		).toEqual(["段階         費用", "試行          5円", "roll-out  1,000円"]);
		expect(renderPairs([["数", "1"]])).toEqual(["数  1"]);
	});

	test("wraps between characters, and never before a full stop", () => {
		expect(wrap("模範回答だけです。", 8)).toEqual([
			"模範回答",
			"だけで",
			"す。",
		]);
		expect(wrap("模範回答が5,000件。", 10, 2)).toEqual([
			"模範回答が",
			"  5,000",
			"  件。",
		]);
		expect(wrap("(約3件)と「終わり」", 6)).toEqual([
			"(約3",
			"件)と",
			"「終わ",
			"り」",
		]);
	});
});
