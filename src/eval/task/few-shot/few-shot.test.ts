import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { taskOver, testFolder } from "../../testing/task-folder.ts";
import type { Question } from "../question.ts";
import { type AskedTask, readAskedTask } from "../read-questions.ts";

type Columns = Readonly<Record<string, unknown>>;

const user = (content: string) => ({ role: "user", content });
const said = (content: string) => ({ role: "assistant", content });
const system = { role: "system", content: "Be brief." };

/** Questions of a task whose examples are other rows. */
function ask(
	rows: readonly Columns[],
	examples: readonly Columns[],
	written: Columns = {},
	draw: Columns = {},
): Promise<AskedTask> {
	const folder = testFolder();
	const lines = examples.map((row) => `${JSON.stringify(row)}\n`);
	writeFileSync(join(folder, "examples.jsonl"), lines.join(""));
	const fewShot = { rows: "examples.jsonl", count: 2, ...draw };
	const task = { scorer: "exact", fewShot, ...written };
	return readAskedTask(taskOver(rows, task, folder));
}

async function first(...parts: Parameters<typeof ask>): Promise<Question> {
	return (await ask(...parts)).questions[0] as Question;
}

/** Sums of which no two have one answer. */
const sums = (count: number, from = 0) =>
	Array.from({ length: count }, (_, i) => ({
		question: `${from + i} + 1?`,
		answer: `${from + i + 1}`,
	}));

const contents = ({ asked }: Question) =>
	(asked as readonly { readonly content: string }[]).map(
		({ content }) => content,
	);

describe("examples before a question", () => {
	it("are turns of a conversation, after its own system messages", async () => {
		const example = { messages: [system, user("1 + 1?"), said("2")] };
		const row = { messages: [system, user("2 + 2?"), said("4")] };
		const found = await first([row], [example], {}, { count: 1 });
		expect(found.asked).toEqual([
			...[system, user("1 + 1?"), said("2"), user("2 + 2?")],
		]);
		expect(found.prompt).toBe("2 + 2?");
		expect(found.examples).toEqual(["examples.jsonl:1"]);
	});

	it("are plain text before a plain text", async () => {
		const example = { prompt: "1 + 1 =", completion: "2" };
		const row = { prompt: "2 + 2 =", completion: "4" };
		const found = await first([row], [example], {}, { count: 1 });
		expect(found.asked).toBe("1 + 1 = 2\n\n2 + 2 =");
		expect(found.prompt).toBe("2 + 2 =");
	});

	const animals = { options: ["cat", "dog"], gold: "dog" };
	const choice = { kind: "choice" };

	it("are lettered and answered by their letter if letters are the answers", async () => {
		const scorer = { ...choice, by: "letter" };
		const example = { prompt: "Barks?", ...animals };
		const row = { prompt: "Purrs?", options: ["cat", "cow"], gold: 0 };
		const found = await first([row], [example], { scorer }, { count: 1 });
		expect(found.asked).toBe(
			"Barks?\nA. cat\nB. dog\nAnswer: B\n\nPurrs?\nA. cat\nB. cow\nAnswer:",
		);
	});

	it("show the text of the right option if options are compared by likelihood", async () => {
		const example = { question: "Barks?", ...animals };
		const row = { question: "Purrs?", options: ["cat", "cow"], gold: 0 };
		const scorer = { ...choice, unconditional: true };
		const found = await first([row], [example], { scorer }, { count: 1 });
		const turns = [user("Barks?"), said("dog")];
		expect(found.asked).toEqual([...turns, user("Purrs?")]);
		expect(found.unconditional).toEqual({
			asked: [...turns, user("Answer:")],
			texts: ["cat", "cow"],
		});
	});

	it("are one draw by the seed for all questions", async () => {
		const draw = async (seed: number) => {
			const { questions } = await ask(
				sums(3, 100),
				sums(9),
				{},
				{ seed, count: 4 },
			);
			const drawn = questions.map((one) => contents(one).slice(0, -1).join());
			expect(new Set(drawn).size).toBe(1);
			return drawn[0];
		};
		expect(await draw(1)).toBe(await draw(1));
		expect(await draw(1)).not.toBe(await draw(2));
	});
});

describe("a question among its examples", () => {
	it("gets another row instead, and is counted", async () => {
		const rows = sums(5);
		const task = taskOver(rows, {
			scorer: "exact",
			fewShot: { rows: "rows-5.jsonl", count: 2 },
		});
		const { questions, fewShot } = await readAskedTask(task);
		for (const one of questions) {
			expect(one.examples).toHaveLength(2);
			expect(one.examples).not.toContain(one.wording);
		}
		expect(fewShot).toMatchObject({ count: 2, seed: 0, replaced: 2 });
		expect(fewShot?.lines).toHaveLength(3);
		expect(fewShot?.lines).toEqual(fewShot?.lines.toSorted());
	});

	it.each<[string, Columns, Columns, Columns]>([
		[
			"with the same text",
			{ question: "1 + 1?", answer: "2" },
			{ messages: [system, user(" 1 +  1? "), said("two")] },
			{},
		],
		[
			"with one of its wordings",
			{ question: "What is 1 + 1?", answer: "2", also: ["1 + 1?"] },
			{ question: "1 + 1?", answer: "two" },
			{ paraphrases: "also" },
		],
		[
			"of the same group",
			{ question: "What is 1 + 1?", answer: "2", fact: 7 },
			{ question: "Add 1 and 1.", answer: "two", fact: 7 },
			{ group: "fact" },
		],
	])("is found in another file: %s", async (_, row, same, written) => {
		const { questions, fewShot } = await ask(
			[row],
			[same, ...sums(2, 5)],
			written,
		);
		for (const one of questions) {
			expect(contents(one)).not.toContain("two");
			expect(contents(one)).toContain("6");
		}
		expect(fewShot?.lines).toEqual([2, 3]);
	});

	it("is another question if the text is the same and the right option is not", async () => {
		const rows = [
			{ question: "Which is a metal?", options: ["iron", "salt"], gold: 0 },
			{ question: "Which is a metal?", options: ["wood", "gold"], gold: 1 },
			{ question: "Which is a metal?", options: ["clay", "iron"], gold: 1 },
		];
		const { questions, fewShot } = await ask(
			...[rows.slice(0, 1), rows, { scorer: "choice" }, { count: 1 }],
		);
		expect(questions[0]?.examples).toEqual(["examples.jsonl:2"]);
		expect(fewShot?.lines).toEqual([2]);
	});
});

describe("examples that cannot be shown", () => {
	it.each<[string, readonly Columns[], Columns, RegExp]>([
		[
			"too few",
			[...sums(1, 5), { question: "Two?", answer: "2" }],
			{},
			/examples.jsonl: expected at least 2 examples other than the question .*rows-1.jsonl:1, found 1. Give the file more rows/,
		],
		[
			"without an answer",
			[{ question: "a?" }, { question: "b?" }],
			{},
			/examples.jsonl:[12], an example: expected an answer to show, found none/,
		],
		[
			"with an empty answer",
			[
				{ question: "a?", answer: " " },
				{ question: "b?", answer: "" },
			],
			{},
			/an example: expected an answer to show, found an empty one/,
		],
		[
			"of plain text before a conversation",
			[
				{ prompt: "a", completion: "b" },
				{ prompt: "c", completion: "d" },
			],
			{},
			/an example: expected a conversation, as in the question rows-1.jsonl:1, found a plain text/,
		],
		[
			"without the right option",
			[
				{ question: "a?", options: ["b", "c"] },
				{ question: "d?", options: ["b", "c"] },
			],
			{ scorer: "choice" },
			/examples.jsonl:[12], gold: expected which of the 2 in options is right/,
		],
	])("%s", async (_, examples, written, message) => {
		const row = { question: "Two?", answer: "2", options: ["2", "3"], gold: 0 };
		await expect(ask([row], examples, written)).rejects.toThrow(message);
	});

	it("before a text that asks nothing", async () => {
		const asked = ask([{ text: "A story." }], sums(3), { scorer: "nll" });
		await expect(asked).rejects.toThrow(
			/rows-1.jsonl:1: expected a question, since the task puts examples before it, found a text without a question/,
		);
	});

	it("in a file that is not there", async () => {
		const asked = ask(sums(1), sums(1), {}, { rows: "none.jsonl" });
		await expect(asked).rejects.toThrow(/none.jsonl/);
	});
});
