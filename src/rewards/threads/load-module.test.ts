import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { TemperError } from "../../core/error.ts";
import { answerOf } from "../testing/answer.ts";
import { loadReward } from "./load-module.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-load-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

function write(source: string, ending: string): string {
	const path = join(folder, `reward-${files++}${ending}`);
	writeFileSync(path, source);
	return path;
}

async function refused(path: string): Promise<TemperError> {
	try {
		await loadReward(path, "default");
	} catch (error) {
		expect(error).toBeInstanceOf(TemperError);
		expect(error).toMatchObject({ code: "recipe", where: path });
		expect((error as TemperError).message).not.toContain("\n");
		return error as TemperError;
	}
	return expect.unreachable();
}

test.each([
	["export default () => 1;", ".js"],
	["export default () => 1;", ".mjs"],
	["module.exports = () => 1;", ".cjs"],
	["const one: number = 1; export default (): number => one;", ".ts"],
	[
		"enum One { One = 1 } export default async () => One.One as number;",
		".mts",
	],
	["const one: number = 1; exports.default = () => one;", ".cts"],
])("%j in a %s file", async (source, ending) => {
	const reward = await loadReward(write(source, ending), "default");
	expect(await reward(answerOf(""))).toBe(1);
});

test.each([
	["export const other = 1;", ".mjs", "the exports other"],
	["const none = 1;", ".mjs", "no exports"],
	["const none = 1;", ".ts", "no exports"],
	["export default 42;", ".mjs", "a number"],
	["module.exports = { x: 1 };", ".cjs", "an object"],
])("%j in a %s file has no such function", async (source, ending, found) => {
	expect(await refused(write(source, ending))).toMatchObject({
		expected: "a function exported as default",
		found,
	});
});

test.each([
	["export default () =>", ".mjs", ""],
	["export default () =>", ".ts", ""],
	["import './gone.mjs';", ".mjs", "gone.mjs"],
	["import './gone.ts';", ".ts", "gone.ts"],
	["throw new Error('not ready');", ".mjs", "not ready"],
	["throw new Error('not ready');", ".ts", "not ready"],
	["throw null;", ".mjs", "null"],
])("%j in a %s file does not load", async (source, ending, found) => {
	const error = await refused(write(source, ending));
	expect(error.expected).toBe("a module that loads");
	expect(error.found).toMatch(/^the error .+/);
	expect(error.found).toContain(found);
});

test("a file that is none, or not such a one", async () => {
	expect(await refused(join(folder, "gone.ts"))).toMatchObject({
		expected: "a module",
		found: "no such file",
	});
	const inside = join(write("", ".mjs"), "reward.mjs");
	expect(await refused(inside)).toMatchObject({ found: "no such file" });
	const directory = join(folder, "folder.ts");
	mkdirSync(directory);
	expect(await refused(directory)).toMatchObject({ found: "a folder" });
	expect(await refused(write("", ".py"))).toMatchObject({
		expected: "a module that ends in .js, .mjs, .cjs, .ts, .mts, .cts",
	});
});

test("the example", async () => {
	const path = new URL(
		"../../../examples/rewards/sound-steps.ts",
		import.meta.url,
	);
	const reward = await loadReward(fileURLToPath(path), "default");
	const score = (text: string) => reward(answerOf(text));
	expect(score("6 * 7 = 42, 42 - 50 = -8")).toBe(1);
	expect(score("6 * 7 = 41, 42 + 1 = 43")).toBe(0.5);
	expect(score("It is 42.")).toBe(0);
});
