import { describe, expect, it } from "vitest";
import { plainRow } from "../plain-row.ts";
import { ExactNumber, isNumber, numberText } from "./exact-number.ts";
import { orderedEntries } from "./key-order.ts";
import { isObject, kindOf, parseJson, parseRowJson } from "./parse-json.ts";
import { stringifyExact } from "./stringify-exact.ts";

const place = { file: "rows.jsonl", code: "data", line: 3 } as const;
const read = (text: string) => parseRowJson(text, place);

/** Recorded from Python 3.12: `json.dumps(json.loads(text))`. */
const recorded = [
	["20.0", "20.0"],
	["1e22", "1e+22"],
	["1E5", "100000.0"],
	["0.1", "0.1"],
	["-0.0", "-0.0"],
	["1e16", "1e+16"],
	["123456789012345680.0", "1.2345678901234568e+17"],
	["1e-7", "1e-07"],
	["1e-5", "1e-05"],
	["0.0001", "0.0001"],
	["0.00012345", "0.00012345"],
	["123456.789", "123456.789"],
	["1234567890123456789", "1234567890123456789"],
	["-0", "0"],
	["1e15", "1000000000000000.0"],
	["9007199254740993", "9007199254740993"],
	["1.5e300", "1.5e+300"],
	["5e-324", "5e-324"],
	["1e400", "Infinity"],
	["NaN", "NaN"],
	["-Infinity", "-Infinity"],
	["100", "100"],
	["1e0", "1.0"],
	["3.14159265358979312", "3.141592653589793"],
	["-12.50", "-12.5"],
	["18446744073709551616", "18446744073709551616"],
] as const;

describe("numbers of rows", () => {
	it.each(recorded)("keeps %s as %s", (text, written) => {
		const list = read(`[1, ${text} ,"x"]`) as unknown[];
		const number = list[1];
		expect(isNumber(number)).toBe(true);
		expect(numberText(number as number)).toBe(written);
	});

	it("are plain wherever a plain number keeps all of it", () => {
		const text = '{"a":[0.5,-3,1e-3],"b":9007199254740991}';
		expect(read(text)).toEqual(JSON.parse(text));
	});

	it("are numbers and no objects to those who ask", () => {
		const number = read("20.0");
		expect(number).toBeInstanceOf(ExactNumber);
		expect(kindOf(number)).toBe("a number");
		expect(isObject(number)).toBe(false);
		expect(JSON.stringify({ number })).toBe('{"number":20}');
	});

	it("are those of JSON alone outside rows", () => {
		expect(parseJson("[20.0]", place)).toEqual([20]);
		expect(() => parseJson("[NaN]", place)).toThrow("expected a value");
	});
});

it("keeps strings, escapes and literals beside exact numbers", () => {
	const text = String.raw`{"n":1.0,"s":"a\"]}\\","u":"\u00e9\ud83d\ude00","l":[true,false,null,{}]}`;
	const value = read(text) as Record<string, unknown>;
	expect({ ...value, n: 1 }).toEqual(JSON.parse(text));
});

it("keeps the order of keys that JavaScript moves to the front", () => {
	const value = read('{"b":1,"10":2,"9":{"x":1,"0":2}}') as object;
	const entries = orderedEntries(value);
	expect(entries.map(([key]) => key)).toEqual(["b", "10", "9"]);
	const [, , last] = entries;
	expect(orderedEntries(last?.[1] as object)).toEqual([
		["x", 1],
		["0", 2],
	]);
	expect(orderedEntries({ y: 1, x: 2 })).toEqual([
		["y", 1],
		["x", 2],
	]);
});

it("is written back as it was read, and as JSON.stringify does otherwise", () => {
	const text =
		'{"b":[1.0,12345678901234567890,NaN,-Infinity,1e-07],"10":{"9":20.0,"a":null},"s":"\\u2028\\"é"}';
	const again = stringifyExact(read(text));
	expect(again).toBe(
		'{"b":[1.0,12345678901234567890,NaN,-Infinity,1e-7],"10":{"9":20.0,"a":null},"s":"\u2028\\"é"}',
	);
	expect(stringifyExact(read(again))).toBe(again);
	const plain = { a: [1, "x", null, true, 0.1], b: { c: undefined, d: {} } };
	expect(stringifyExact(plain)).toBe(JSON.stringify(plain));
});

it("becomes plain for code of users: whole integers as text, floats as numbers", () => {
	const row = read('{"id":9007199254740993,"x":[{"y":20.0,"z":7}]}');
	expect(plainRow(row as Record<string, unknown>)).toEqual({
		id: "9007199254740993",
		x: [{ y: 20, z: 7 }],
	});
});

describe("half of a surrogate pair", () => {
	it.each([
		[String.raw`{"a":"x\ud83d"}`, 8, String.raw`\ud83d`],
		[String.raw`{"a":"\uDE00\ud83d"}`, 7, String.raw`\uDE00`],
		[String.raw`{"a\udfff":1}`, 4, String.raw`\udfff`],
		[String.raw`{"a":"\ud83d\u0041"}`, 7, String.raw`\ud83d`],
		[String.raw`{"a":"\ud83d\ud83d\ude00"}`, 7, String.raw`\ud83d`],
	])("is refused in %s", (text, column, half) => {
		expect(() => read(text)).toThrow(
			`rows.jsonl line 3 column ${column}: expected whole Unicode characters, found ${half}, half of a surrogate pair`,
		);
	});

	it("is not seen in whole pairs and escaped backslashes", () => {
		expect(
			read(String.raw`["\ud83d\ude00","\\ud83d","\uD83D\uDE00!"]`),
		).toEqual(["😀", "\\ud83d", "😀!"]);
	});
});
