import { describe, expect, test } from "vitest";
import type { TaskResult } from "./eval-result.ts";
import { evaluateTask } from "./evaluate-task.ts";
import { respondWith } from "./function-responder.ts";
import type { Answer, Responder } from "./responder.ts";
import { taskOver } from "./testing/task-folder.ts";

/** Gives these answers, one to each question. */
function answering(answers: readonly Answer[]): Responder {
	return {
		...respondWith("fixed", () => null),
		async *answer(questions) {
			for (const index of questions.keys())
				yield { index, kind: "given", value: answers[index] as Answer };
		},
	};
}

async function resultOf(
	answers: readonly Answer[],
	written: Readonly<Record<string, unknown>>,
): Promise<TaskResult> {
	const rows = answers.map((_, i) => ({ question: `${i}?`, answer: "7" }));
	const task = taskOver(rows, { scorer: "contains", ...written });
	const options = { base: null, signal: null };
	for await (const event of evaluateTask(answering(answers), task, options))
		if (event.kind === "result") return event.result;
	throw new Error("no result");
}

const said = (text: string, more: Partial<Answer> = {}): Answer => ({
	...{ text, tokens: text.length, ...more },
});

describe("answers with thoughts", () => {
	const opened = {
		marks: [{ open: "[THINK]", close: "[/THINK]" }],
		opened: true,
	};
	const answers = [
		said("<think>8?</think> It is 7. "),
		said("<think>7?</think> It is 8."),
		said("<think>It is 7", { cut: true }),
		said("It is 7", { cut: true, thinking: opened }),
		said("7?[/THINK]7", { thinking: opened }),
		said("It is 7."),
	];

	test("are scored by what follows, and kept whole", async () => {
		const { items, value, failures, lengths } = await resultOf(answers, {});
		expect(items.map(({ score }) => score)).toEqual([1, 0, 0, 0, 1, 1]);
		expect(items.map(({ final }) => final)).toEqual([
			...["It is 7.", "It is 8.", "", "", "7", undefined],
		]);
		expect(items[0]?.answer).toBe("<think>8?</think> It is 7.");
		expect(items.map(({ reason }) => reason)).toEqual([
			...[null, null, expect.stringMatching(/ends inside its thought/)],
			...[expect.stringMatching(/ends inside its thought/), null, null],
		]);
		expect(value?.value).toBe(0.5);
		expect(failures).toBe(0);
		expect(lengths).toEqual({
			...{ answers: 6, medianTokens: 12.5, cut: 2, insideThought: 2 },
		});
	});

	test("are scored whole where the task asks for it", async () => {
		const { items, lengths } = await resultOf(answers, { thoughts: "score" });
		expect(items.map(({ score }) => score)).toEqual([1, 1, 1, 1, 1, 1]);
		expect(items.every(({ final }) => final === undefined)).toBe(true);
		expect(lengths?.insideThought).toBe(0);
	});

	test("are judged by their form as they are", async () => {
		const scorer = { kind: "format", start: "<think>" };
		const { items } = await resultOf(answers, { scorer });
		expect(items.map(({ score }) => score)).toEqual([1, 1, 1, 0, 0, 0]);
		expect(items.every(({ reason }) => reason === null)).toBe(true);
	});

	test("are shown without them to a program", async () => {
		const script =
			"process.stdin.on('data', (d) => { for (const l of String(d).trim().split('\\n')) { const a = JSON.parse(l); console.log(Number(a.completion === 'It is 7.' && a.whole !== '')); } });";
		const scorer = { kind: "command", run: ["node", "-e", script] };
		const { items } = await resultOf(answers, { scorer });
		expect(items.map(({ score }) => score)).toEqual([1, 0, 0, 0, 0, 1]);
	});

	test("agree where what follows does", async () => {
		const rows = [{ question: "a?", also: ["b?"], answer: "7" }];
		const task = taskOver(rows, { scorer: "exact", paraphrases: "also" });
		const given = [said("<think>x</think>7"), said("<think>y</think>7")];
		const options = { base: null, signal: null };
		for await (const event of evaluateTask(answering(given), task, options))
			if (event.kind === "result")
				expect(event.result.consistency?.agreement.value).toBe(1);
	});
});

test("thoughts cannot be scored where nothing is answered", () => {
	const written = { scorer: "nll", thoughts: "score" };
	expect(() => taskOver([{ text: "a" }], written)).toThrow(
		/thoughts: expected nothing, for nll asks for no answers/,
	);
});

test("another way of scoring makes another task", () => {
	const hash = (scorer: string, more = {}) =>
		taskOver([{ question: "a" }], { scorer, ...more }).hash;
	expect(hash("exact", { thoughts: "score" })).not.toBe(hash("exact"));
});
