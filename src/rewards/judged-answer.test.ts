import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openRewards } from "./open-rewards.ts";
import type { AnswerToJudge } from "./reward.ts";
import type { RewardSpec } from "./reward-spec.ts";
import { answerOf } from "./testing/answer.ts";

/** A reward by what differs from the usual. */
type Spec = Readonly<Record<string, unknown>>;

const defaults = {
	...{ name: null, weight: 1, text: null, column: null, ignoreCase: false },
	...{ tolerance: 0, flags: "", match: true, least: 0, most: null },
	...{ start: null, end: null, export: "default", timeLimit: 10 },
};

async function judge(written: Spec, answer: AnswerToJudge): Promise<number> {
	const spec = { ...defaults, ...written } as unknown as RewardSpec;
	const rewards = await openRewards([spec]);
	try {
		return await rewards.score(answer);
	} finally {
		await rewards.dispose();
	}
}

const right = "<think>9, no, 8.</think>\n\n7";
const wrong = "<think>It may be 7.</think>\n\n8";
const cut = "<think>It may be 7";

describe("thoughts are not judged", () => {
	const folder = mkdtempSync(join(tmpdir(), "temper-thoughts-"));
	const module = join(folder, "is-seven.mjs");
	writeFileSync(
		module,
		"export default ({ completion, whole }) => Number(completion === '7') + (whole.includes('<think>') ? 0 : 10);",
	);
	test.each<[string, Spec]>([
		["exact", { kind: "exact" }],
		["numeric", { kind: "numeric" }],
		["contains", { kind: "contains" }],
		["a fixed text", { kind: "contains", text: "7" }],
		["regex", { kind: "regex", pattern: "\\b7\\b" }],
		["JSON", { kind: "json-schema", schema: { const: 7 } }],
		["module", { kind: "module", path: module }],
	])("%s", async (_, written) => {
		const of = (text: string) =>
			judge(written, answerOf(text, { answer: "7" }));
		expect([await of(right), await of(wrong), await of(cut)]).toEqual([
			1, 0, 0,
		]);
	});

	test("what must not be found is not found in no answer, which still gets nothing", async () => {
		const not = { kind: "regex", pattern: "8", match: false };
		const of = (text: string) => judge(not, answerOf(text));
		expect([await of(right), await of(wrong), await of(cut)]).toEqual([
			1, 0, 0,
		]);
	});

	test("where the prompt opened the thought, and between a model's own marks", async () => {
		const marks = [{ open: "[THINK]", close: "[/THINK]" }];
		const of = (text: string, opened: boolean) =>
			judge(
				{ kind: "numeric" },
				{
					...answerOf(text, { answer: "7" }),
					thinking: { marks, opened },
				},
			);
		expect(await of("8[/THINK]7", true)).toBe(1);
		expect(await of("It is 7", true)).toBe(0);
		expect(await of("[THINK]7[/THINK]8", false)).toBe(0);
	});

	test("references have thoughts too", async () => {
		const answer = "<think>5? 6?</think>7";
		expect(await judge({ kind: "exact" }, answerOf("7", { answer }))).toBe(1);
		expect(await judge({ kind: "contains" }, answerOf("a 7", { answer }))).toBe(
			1,
		);
		const column = { kind: "numeric", column: "n" };
		const row = { n: "6</think> 7 eggs" };
		expect(await judge(column, answerOf("7", { row }))).toBe(1);
		await expect(
			judge({ kind: "exact" }, answerOf("7", { answer: "<think>7" })),
		).rejects.toThrow(/expected a reference answer after its thoughts/);
	});
});

describe("thoughts are judged", () => {
	test.each<[string, Spec, number]>([
		["by their form", { kind: "format", start: "<think>", end: "8" }, 1],
		["by their length", { kind: "length", most: 20 }, 0],
		[
			"by a pattern that names a mark",
			{ kind: "regex", pattern: "^<think>[^]*<\\/think>" },
			1,
		],
		["by a text that is a mark", { kind: "contains", text: "</think>" }, 1],
		["where asked for", { kind: "contains", text: "7", thoughts: "score" }, 1],
		["as part of the reference", { kind: "exact", thoughts: "score" }, 1],
	])("%s", async (_, written, score) => {
		const answer = answerOf(wrong, { answer: wrong });
		expect(await judge(written, answer)).toBe(score);
	});
});
