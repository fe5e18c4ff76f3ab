import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exportMerged } from "../formats/export-merged.ts";
import { openModelFiles } from "../formats/model-files.ts";
import { readAdapter } from "../formats/peft/read-adapter.ts";
import { compare } from "./compare/compare.ts";
import type { EvalResult, TaskResult } from "./eval-result.ts";
import { type EvaluateOptions, evaluate } from "./evaluate.ts";
import type { Subject } from "./model/subject.ts";
import type { Task } from "./task/task.ts";
import { judgeServer, shownIn } from "./testing/judge-server.ts";
import { taskOver, testFolder } from "./testing/task-folder.ts";
import { toyModel, toyRows, writeNoiseAdapter } from "./testing/toy-model.ts";

const base: Subject = {
	name: "base",
	model: toyModel,
	adapter: null,
	base: null,
};
const options: EvaluateOptions = { device: { device: "cpu", threads: 1 } };
const short = { maxNewTokens: 24 };

async function run(
	subject: Subject,
	tasks: readonly Task[],
	more: EvaluateOptions = {},
): Promise<EvalResult> {
	for await (const event of evaluate(subject, tasks, { ...options, ...more }))
		if (event.kind === "end") return event.result;
	throw new Error("no result");
}

async function one(subject: Subject, task: Task): Promise<TaskResult> {
	return (await run(subject, [task])).tasks[0]!;
}

async function tuned(scale: number): Promise<Subject> {
	const adapter = join(testFolder(), "adapter");
	await writeNoiseAdapter(adapter, scale);
	return { name: "tuned", model: toyModel, adapter, base: toyModel };
}

describe("evaluation of a model", () => {
	it("generates answers and scores them", async () => {
		const task = taskOver(toyRows, { scorer: "exact", generate: short });
		const result = await one(base, task);
		expect(result.value?.value).toBe(4 / 5);
		expect(result.items.map(({ score }) => score)).toEqual([1, 1, 1, 1, 0]);
		expect(result.items[0]).toMatchObject({
			id: "rows-5.jsonl:1",
			prompt: "What comes after Monday?",
			expected: "Tuesday comes after Monday.",
			answer: "Tuesday comes after Monday.",
			...{ reason: null, chance: 0, seed: null },
		});
		expect(result.length?.value).toBeGreaterThan(3);
		expect(result.inputs[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
	});

	it("reads likelihoods of what rows show: low where it was taught, and per token", async () => {
		const task = taskOver(toyRows, { scorer: "nll" });
		const result = await one(base, task);
		const nll = result.items.map(({ score }) => score as number);
		expect(Math.max(...nll.slice(0, 4))).toBeLessThan(0.2);
		expect(nll[4]).toBeGreaterThan(3);
		const sums = result.items.map((item) => [
			item.details.logProb!,
			item.weight,
		]);
		const total = sums.reduce((all, [sum = 0]) => all - sum, 0);
		const tokens = sums.reduce((all, [, weight = 0]) => all + weight, 0);
		expect(result.value?.value).toBeCloseTo(total / tokens, 10);
		expect(result.chance).toBeCloseTo(Math.log(1024), 10);
	});

	it("chooses by likelihood, of whole answers and of letters", async () => {
		const rows = toyRows.slice(0, 4).map(({ question, answer }, i) => ({
			question,
			options: toyRows.slice(0, 4).map((other) => other.answer),
			gold: i,
			shown: answer,
		}));
		const result = await one(base, taskOver(rows, { scorer: "choice" }));
		expect(result.value?.value).toBe(1);
		expect(result.chance).toBe(0.25);
		expect(result.items[1]?.answer).toBe(rows[1]?.shown);
		expect(result.items[1]?.details).toEqual({ normalised: 1, raw: 1 });
		const letters = await one(
			base,
			taskOver(rows, { scorer: { kind: "choice", by: "letter" } }),
		);
		expect(letters.items[0]?.prompt).toBe(
			`What comes after Monday?\nA. ${rows[0]?.shown}\nB. ${rows[1]?.shown}\nC. ${rows[2]?.shown}\nD. ${rows[3]?.shown}\nAnswer:`,
		);
		expect(["A", "B", "C", "D"]).toContain(letters.items[0]?.answer);
	});

	it("reads few-shot prompts, of which only the last answer counts, and options without the question", async () => {
		const options = toyRows.slice(0, 3).map(({ answer }) => answer);
		const rows = [...toyRows.slice(0, 3), ...toyRows.slice(3)].map(
			(row, i) => ({ ...row, options, gold: i % 3 }),
		);
		const asked = (more: object, scorer = {}) =>
			one(
				base,
				taskOver(rows, { scorer: { kind: "choice", ...scorer }, ...more }),
			);
		const fewShot = { rows: "rows-5.jsonl", count: 2 };
		const alone = await asked({}, { unconditional: true });
		const shown = await asked({ fewShot });
		const tokens = ({ items }: TaskResult) =>
			items.map((item) => item.options?.scores.map((score) => score.tokens));
		expect(tokens(shown)).toEqual(tokens(alone));
		const sums = ({ items }: TaskResult) =>
			items.map((item) => item.options?.scores.map((score) => score.logProb));
		expect(sums(shown)).not.toEqual(sums(alone));
		expect(shown.inputs).toHaveLength(1);
		expect(shown.fewShot).toMatchObject({ count: 2, replaced: 2 });
		const neutral = await one(
			base,
			taskOver([{ question: "Answer:", options, gold: 0 }], {
				scorer: "choice",
			}),
		);
		const without = alone.items[0]?.options?.scores.map(
			({ unconditional }) => unconditional,
		);
		for (const [i, { logProb }] of neutral.items[0]!.options!.scores.entries())
			expect(without?.[i]).toBeCloseTo(logProb, 4);
	});

	it("refuses a question that examples make too long", async () => {
		const folder = testFolder();
		const long = (n: number) => ({
			question: `word ${n} `.repeat(300),
			answer: "No.",
		});
		writeFileSync(
			join(folder, "examples.jsonl"),
			[1, 2].map((n) => `${JSON.stringify(long(n))}\n`).join(""),
		);
		const fewShot = { rows: "examples.jsonl", count: 2 };
		const rows = toyRows.slice(0, 1);
		const written = { scorer: "exact", generate: short };
		const task = taskOver(rows, { ...written, fewShot }, folder);
		await expect(one(base, task)).rejects.toThrow(
			/rows-1.jsonl:1: expected a prompt below 1024 tokens/,
		);
	});

	it("samples with seeds, repeats itself, and measures its noise and consistency", async () => {
		const generate = { ...short, temperature: 1.5, seeds: [1, 2, 3] };
		const rows = toyRows.map((row) => ({ ...row, also: [`${row.question} `] }));
		const written = { scorer: "exact", generate, paraphrases: "also" };
		const task = taskOver(rows, written);
		const result = await one(base, task);
		expect(result.items).toHaveLength(5 * 2 * 3);
		expect(result.items.slice(0, 4).map(({ id }) => id)).toEqual([
			"rows-5.jsonl:1@1",
			"rows-5.jsonl:1@2",
			"rows-5.jsonl:1@3",
			"rows-5.jsonl:1#2@1",
		]);
		expect(result.questions).toBe(5);
		expect(result.consistency?.questions).toBe(5);
		expect(result.consistency?.agreement.value).toBeLessThan(1);
		expect(result.noise).toBeGreaterThan(0);
		expect((await one(base, task)).items).toEqual(result.items);
	});

	it("groups rows that ask one question", async () => {
		const rows = toyRows.map((row, i) => ({ ...row, fact: i >> 1 }));
		const task = taskOver(rows, {
			scorer: "exact",
			generate: short,
			group: "fact",
		});
		const result = await one(base, task);
		expect(result.questions).toBe(3);
		expect(result.consistency?.questions).toBe(2);
		expect(result.consistency?.allRight.value).toBe(1);
	});

	it("reports rows that are too long, and scorers that fail, row by row", async () => {
		const folder = testFolder();
		writeFileSync(
			join(folder, "scorer.mjs"),
			`export default ({ completion }) => {
	if (completion.startsWith("Tuesday")) throw new Error("not on Mondays");
	if (completion.startsWith("Saturday")) for (;;);
	if (completion.startsWith("3 plus")) return "rubbish";
	return 1;
};`,
		);
		const long = { question: "word ".repeat(1200), answer: "No." };
		const scorer = { kind: "module", path: "scorer.mjs", timeLimit: 0.5 };
		const task = taskOver(
			[...toyRows, long],
			{ scorer, generate: short },
			folder,
		);
		const result = await one(base, task);
		expect(result.items.map(({ score }) => score)).toEqual([
			...[null, null, null, 1, 1, null],
		]);
		const reasons = result.items.map(({ reason }) => reason ?? "");
		expect(reasons[0]).toMatch(/the error not on Mondays/);
		expect(reasons[1]).toMatch(/nothing within 0.5 s/);
		expect(reasons[2]).toMatch(/found a string/);
		expect(reasons[5]).toMatch(/a prompt below 1024 tokens/);
		expect(result.failures).toBe(4);
		expect(result.value?.value).toBe(1);
	});

	it("refuses a task of which it can read no row", async () => {
		const task = taskOver([{ text: "Only text." }], { scorer: "exact" });
		await expect(one(base, task)).rejects.toThrow(
			/rows-1.jsonl:1: expected a question to be answered, found a text/,
		);
	});

	it("refuses two tasks of one name", async () => {
		const task = taskOver(toyRows, { scorer: "nll" });
		await expect(run(base, [task, task])).rejects.toThrow(/two named a task/);
	});

	it("ends without a result where it is stopped", async () => {
		const stop = new AbortController();
		const task = taskOver(toyRows, { scorer: "nll" });
		const { signal } = stop;
		const kinds: string[] = [];
		for await (const event of evaluate(base, [task], { ...options, signal })) {
			kinds.push(event.kind);
			stop.abort();
		}
		expect(kinds).toEqual(["begin"]);
	});
});

describe("a tuned model beside its base", () => {
	const general = (drift = true) =>
		taskOver(toyRows, {
			...{ scorer: "nll", axis: "general" },
			generate: drift ? short : null,
		});

	it("that was not moved deviates by nothing", async () => {
		const { deviation } = await one(await tuned(0), general());
		expect(deviation?.kl?.value).toBeCloseTo(0, 6);
		expect(deviation?.length?.value).toBe(0);
		expect(deviation?.shift?.unshifted.value).toBe(1);
		expect(deviation?.shift?.tokens).toBeGreaterThan(20);
	});

	it("deviates the more, the further it was moved; an adapter as its merged model", async () => {
		const near = await tuned(1);
		const far = await tuned(4);
		const little = (await one(near, general(false))).deviation;
		expect(little?.shift).toBeNull();
		const much = (await one(far, general())).deviation;
		expect(little!.kl!.value).toBeGreaterThan(0.001);
		expect(much!.kl!.value).toBeGreaterThan(3 * little!.kl!.value);
		const { unshifted, marginal, shifted } = much!.shift!;
		expect(unshifted.value).toBeLessThan(1);
		expect(unshifted.value + marginal.value + shifted.value).toBeCloseTo(1, 6);
		const model = join(testFolder(), "model");
		const adapter = await readAdapter(far.adapter as string);
		const files = await openModelFiles(toyModel);
		await exportMerged(files, { kind: "adapter", adapter }, model);
		const merged = await one(
			{ name: "merged", model, adapter: null, base: toyModel },
			general(),
		);
		// The merged weights are rounded to bfloat16.
		const ratio = merged.deviation!.kl!.value / much!.kl!.value;
		expect(ratio).toBeGreaterThan(0.9);
		expect(ratio).toBeLessThan(1.1);
	});

	it("is compared with it, and by a judge", async () => {
		const subject = await tuned(4);
		const { url, asked } = await judgeServer((one) =>
			shownIn(one, "answer_A").includes("Tuesday")
				? '{"winner": "A"}'
				: '```json\n{"winner": "B"}\n```',
		);
		const folder = testFolder();
		const tasks = [
			taskOver(toyRows, { scorer: "exact", generate: short }, folder),
			taskOver(
				toyRows,
				{
					name: "judged",
					scorer: { kind: "judge", url, model: "m" },
					generate: short,
				},
				folder,
			),
		];
		const before = await run(base, tasks);
		expect(before.tasks[1]?.value?.value).toBe(0.5);
		expect(asked).toEqual([]);
		const after = await run(subject, tasks, { base: before });
		const [exact, judged] = compare(before, after).tasks;
		expect(exact?.difference?.value).toBeLessThan(0);
		expect(exact?.rightToWrong.length).toBe(exact?.mcnemar?.rightToWrong);
		expect(judged?.tuned?.value).toBeLessThan(0.5);
		expect(asked.length % 2).toBe(0);
		expect(asked.length).toBeGreaterThan(0);
	});
});
