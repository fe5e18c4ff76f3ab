import { describe, expect, test } from "vitest";
import { templates } from "../../../test/fixtures/templates.ts";
import { template, tinyTokenizer } from "../../../test/fixtures/tiny-model.ts";
import { exactFloat } from "../../formats/json/exact-number.ts";
import { rowEncoder } from "../row-encoder.ts";
import { wantsOf } from "./wanted.ts";

const parts = {
	tokenizer: tinyTokenizer(),
	template: template(templates.chatml),
};
const rowOf = (value: Record<string, unknown>) => ({
	value,
	file: "rows.jsonl",
	line: 3,
});
const encode = (value: Record<string, unknown>) =>
	rowEncoder({ ...parts, wants: "labels" })(rowOf(value));
const answer = { prompt: "Q", completion: "Z" };

describe("labelled answers", () => {
	test.each([
		[true, true],
		[false, false],
		[1, true],
		[0, false],
		["True", true],
		["0", false],
		["TRUE", true],
		["FALSE", false],
		[" true ", true],
		["1.0", true],
		["0.0", false],
		[exactFloat(1), true],
		[exactFloat(0), false],
	])("label %j", (label, liked) => {
		const [group, ...more] = encode({ ...answer, label });
		expect(more).toEqual([]);
		expect(group?.map((one) => one.liked)).toEqual([liked]);
	});

	test.each<Record<string, unknown>>([
		answer,
		{ question: "q", answer: "a" },
		{ messages: [{ role: "assistant", content: "a" }] },
	])("are encoded as demonstrations are: %j", (value) => {
		const demonstrate = rowEncoder({ ...parts, wants: "demonstrations" });
		const [[shown] = []] = demonstrate(rowOf(value));
		expect(encode({ ...value, label: false })).toEqual([
			[{ ...shown, liked: false }],
		]);
	});

	test.each<[Record<string, unknown>, RegExp]>([
		[{ ...answer, label: "good" }, /, label: .*1 or 0, found "good"/],
		[{ ...answer, label: 0.5 }, /, label: .* found 0.5/],
		[{ ...answer, label: "yes" }, /, label: .* found "yes"/],
		[{ ...answer, label: "" }, /, label: .* found ""/],
		[{ ...answer, label: [] }, /, label: .* found an array/],
		[
			{ ...answer, label: null },
			/a column label.*found only the columns prompt, completion\./,
		],
		[{ text: "a", label: true }, /an answer to a prompt .* text, label/],
		[{ prompt: "a", chosen: "b" }, /, rejected: expected the rejected answer/],
	])("refuses %j", (value, sentence) => {
		expect(() => encode(value)).toThrow(/^rows.jsonl:3/);
		expect(() => encode(value)).toThrow(sentence);
	});
});

test.each([
	[{ ...answer, label: false }, "labels"],
	[{ ...answer, label: null }, "demonstrations"],
	[{ ...answer, chosen: "a" }, "pairs"],
	[{ chosen: null, rejected: null, text: "a" }, "demonstrations"],
	[{ text: "a", label: 1 }, "demonstrations"],
	[{}, "demonstrations"],
])("%j holds %s", (value, wants) => {
	expect(wantsOf(rowOf(value))).toBe(wants);
});
