import { expect, test } from "vitest";
import { TemperError } from "../../core/error.ts";
import { answerOf } from "../testing/answer.ts";
import { fitsJsonSchema } from "./json-schema.ts";

const person = {
	type: "object",
	properties: {
		name: { type: "string" },
		age: { type: "integer", minimum: 0 },
	},
	required: ["name"],
	additionalProperties: false,
};
const reward = fitsJsonSchema(person);

test.each([
	['{"name":"Mira"}', 1],
	['\n {"name":"Mira","age":3} ', 1],
	['{"name":"Mira","age":-3}', 0],
	['{"name":"Mira","age":"3"}', 0],
	['{"name":"Mira","cat":true}', 0],
	['{"age":3}', 0],
	['[{"name":"Mira"}]', 0],
	["{name: 'Mira'}", 0],
	['{"name":"Mira"', 0],
	["", 0],
])("%j scores %d", (completion, score) => {
	expect(reward(answerOf(completion))).toBe(score);
});

test.each([
	['Here:\n```json\n{"name":"Mira"}\n```\nDone.', 1],
	['```\n{"name":"Mira"}\n```', 1],
	['```json\n{"age":1}\n```\n```json\n{"name":"Mira"}\n```', 1],
	['```json\n{"name":"Mira"}\n```\n```json\n{"age":1}\n```', 0],
	['```json\n{"name":"Mira"}\n```\n```json\n{"age', 1],
	['```json\n{"name":"Mira"}', 0],
	['Here: {"name":"Mira"}', 0],
])("a fenced block: %j scores %d", (completion, score) => {
	expect(reward(answerOf(completion))).toBe(score);
});

test("formats are checked, and both drafts read", () => {
	const date = fitsJsonSchema({ type: "string", format: "date" });
	expect(date(answerOf('"2026-11-22"'))).toBe(1);
	expect(date(answerOf('"2026-13-22"'))).toBe(0);
	const pair = [{ type: "string" }, { type: "number" }];
	const now = fitsJsonSchema({ type: "array", prefixItems: pair });
	expect(now(answerOf('["a", 1]'))).toBe(1);
	expect(now(answerOf("[1, 1]"))).toBe(0);
	const seven = fitsJsonSchema({
		$schema: "http://json-schema.org/draft-07/schema#",
		items: pair,
	});
	expect(seven(answerOf('["a", 1]'))).toBe(1);
	expect(seven(answerOf("[1, 1]"))).toBe(0);
});

test.each([
	[{ type: "objekt" }, "type"],
	[{ typ: "object" }, 'unknown keyword: "typ"'],
	[{ $ref: "https://example.org/other.json" }, "can't resolve reference"],
	[{ type: "string", format: "colour" }, 'unknown format "colour"'],
	[{ pattern: "(" }, "Invalid regular expression"],
])("a schema that is none is refused: %j", (schema, found) => {
	try {
		fitsJsonSchema(schema);
		expect.unreachable();
	} catch (error) {
		expect(error).toBeInstanceOf(TemperError);
		expect(error).toMatchObject({ code: "recipe", where: "schema" });
		expect((error as TemperError).found).toContain(found);
	}
});
