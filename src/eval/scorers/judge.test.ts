import { describe, expect, it } from "vitest";
import type { JudgeSpec } from "../task/task.ts";
import { type Judging, judgeServer, shownIn } from "../testing/judge-server.ts";
import { openJudge } from "./judge.ts";

async function judged(
	judging: Judging,
	env: NodeJS.ProcessEnv = {},
	more: Partial<JudgeSpec> = {},
) {
	const { url, asked } = await judgeServer(judging);
	const spec: JudgeSpec = {
		...{
			kind: "judge" as const,
			url,
			model: "a-judge",
			criteria: "Which is kinder?",
		},
		...{ keyVariable: "JUDGE_KEY", temperature: 0, timeLimit: 2 },
		...more,
	};
	const scorer = openJudge(spec, { JUDGE_KEY: "secret", ...env });
	const score = (completion: string, baseAnswer: string | null = "base") =>
		scorer.score({
			...{ id: "rows.jsonl:1", prompt: "How are you?", completion },
			...{ answer: null, row: {}, baseAnswer },
			conversation: "[system]\nBe kind.\n\n[user]\nHow are you?",
		});
	return { score, asked };
}

describe("a judge", () => {
	it("sees both answers in both orders, with the key", async () => {
		const { score, asked } = await judged((one) =>
			shownIn(one, "answer_A") === "mine"
				? '{"winner": "A"}'
				: '{"winner": "B"}',
		);
		expect(await score("mine")).toBe(1);
		expect(asked.map((one) => shownIn(one, "answer_A")).sort()).toEqual([
			"base",
			"mine",
		]);
		expect(asked[0]?.authorization).toBe("Bearer secret");
		expect(asked[0]?.model).toBe("a-judge");
		expect(asked[0]?.temperature).toBe(0);
		expect(shownIn(asked[0]!, "question")).toBe(
			"[system]\nBe kind.\n\n[user]\nHow are you?",
		);
	});

	it("who always prefers one place gives a half", async () => {
		const { score } = await judged(() => '{"winner": "A"}');
		expect(await score("mine")).toBe(0.5);
	});

	it("who prefers the base gives nothing, and a tie a quarter with it", async () => {
		const { score } = await judged((one) =>
			shownIn(one, "answer_A") === "base" ? "A" : '{"winner": "tie"}',
		);
		expect(await score("mine")).toBe(0.25);
	});

	it("is not asked about equal answers, nor about the base", async () => {
		const { score, asked } = await judged(() => 500);
		expect(await score("base")).toBe(0.5);
		expect(await score("mine", null)).toBe(0.5);
		expect(asked).toEqual([]);
	});

	it("is sent no temperature where it takes none", async () => {
		const { score, asked } = await judged(
			() => "tie",
			{},
			{
				temperature: null,
			},
		);
		await score("mine");
		expect(asked[0]).toMatchObject({ temperature: undefined });
	});

	it.each([
		'First {"winner": "B"} comes to mind. No: {"winner": "A"}',
		'<think>Perhaps {"winner": "B"}.</think>\nA',
		'<think>{"winner": "B"}</think>\n```json\n{"winner": "A"}\n```',
	])("means the last that it says: %j", async (reply) => {
		const { score } = await judged((one) =>
			shownIn(one, "answer_A") === "mine" ? reply : '{"winner": "B"}',
		);
		expect(await score("mine")).toBe(1);
	});

	it("who ends thinking without a verdict has none", async () => {
		const { score } = await judged(
			() => '<think>{"winner": "B"}</think> Hard to say.',
		);
		await expect(score("mine")).rejects.toThrow(/expected {"winner": "A"}/);
	});

	it("is asked again where the connection breaks", async () => {
		const { score, asked } = await judged((_, count) =>
			count <= 2 ? null : '{"winner": "tie"}',
		);
		expect(await score("mine")).toBe(0.5);
		expect(asked).toHaveLength(4);
	});

	it("who takes all the time there is gets no more of it", async () => {
		const never = () => new Promise<string>(() => {});
		const { score, asked } = await judged(never, {}, { timeLimit: 0.2 });
		await expect(score("mine")).rejects.toThrow(/timeout/i);
		expect(asked).toHaveLength(2);
	});

	it("is asked again where it is busy", async () => {
		const { score, asked } = await judged((_, count) =>
			count <= 2 ? 429 : '{"winner": "tie"}',
		);
		expect(await score("mine")).toBe(0.5);
		expect(asked).toHaveLength(4);
	});

	it.each<[string, string | number, RegExp]>([
		[
			"words",
			"I like both.",
			/expected {"winner": "A"}, "B" or "tie", found "I like both."/,
		],
		["a status", 401, /expected status 200, found 401/],
	])("that gives %s gives no score", async (_, reply, message) => {
		const { score } = await judged(() => reply);
		await expect(score("mine")).rejects.toThrow(message);
	});

	it("needs its key", async () => {
		await expect(judged(() => "A", { JUDGE_KEY: "" })).rejects.toThrow(
			/the environment variable JUDGE_KEY, found nothing in it/,
		);
	});
});
