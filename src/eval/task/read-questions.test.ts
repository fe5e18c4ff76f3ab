import { describe, expect, it } from "vitest";
import { taskOver } from "../testing/task-folder.ts";
import { answeredRow, type Question } from "./question.ts";
import { readQuestions } from "./read-questions.ts";

type Columns = Readonly<Record<string, unknown>>;

async function questions(row: Columns, written: Columns = {}) {
	return readQuestions(taskOver([row], { scorer: "exact", ...written }));
}

async function first(row: Columns, written: Columns = {}): Promise<Question> {
	return (await questions(row, written))[0] as Question;
}

const user = (content: string) => ({ role: "user", content });
const said = (content: string) => ({ role: "assistant", content });

describe("questions of rows", () => {
	it.each<[Columns, Question["asked"], string | null]>([
		[{ prompt: "2+2=", completion: "4" }, "2+2=", "4"],
		[{ prompt: "2+2=" }, "2+2=", null],
		[{ question: "Two?", answer: 2 }, [user("Two?")], "2"],
		[
			{ question: "Two?", system: "Be short.", answer: "2" },
			[{ role: "system", content: "Be short." }, user("Two?")],
			"2",
		],
		[
			{ instruction: "Add", input: "1 1", output: "2" },
			[user("Add\n\n1 1")],
			"2",
		],
		[
			{ messages: [user("a"), said("b"), user("c"), said("d")] },
			[user("a"), said("b"), user("c")],
			"d",
		],
		[{ messages: [user("a")] }, [user("a")], null],
		[{ prompt: [user("a")], completion: [said("b")] }, [user("a")], "b"],
		[{ text: "A story." }, null, "A story."],
	])("%j", async (row, asked, shown) => {
		const found = await first(row);
		expect(found.asked).toEqual(asked);
		expect(found.shown).toBe(shown);
		expect(found.expected).toBe(shown);
	});

	it("come in all their wordings, which ask the same question", async () => {
		const row = {
			messages: [user("a"), said("b"), user("c"), said("d")],
			also: ["e", "f"],
		};
		const [one, two, three] = await questions(row, { paraphrases: "also" });
		expect([one, two, three].map((q) => q?.wording)).toEqual([
			...["rows-1.jsonl:1", "rows-1.jsonl:1#2", "rows-1.jsonl:1#3"],
		]);
		expect(two?.asked).toEqual([user("a"), said("b"), user("e")]);
		expect(two?.prompt).toBe("e");
		expect(new Set([one, two, three].map((q) => q?.question)).size).toBe(1);
	});

	it("are made into rows that answer", async () => {
		const plain = await first({ prompt: "2+2=" });
		expect(answeredRow(plain, "4").value).toEqual({
			prompt: "2+2=",
			completion: "4",
		});
		const chat = await first({ question: "Two?", tools: [{ name: "add" }] });
		expect(answeredRow(chat, "2").value).toEqual({
			messages: [user("Two?"), said("2")],
			tools: [{ name: "add" }],
		});
	});

	it("compare with a column where the scorer names one", async () => {
		const row = { question: "Two?", answer: "It is 2.", n: 2 };
		const scorer = { kind: "numeric", column: "n" };
		expect((await first(row, { scorer })).expected).toBe("2");
	});

	it("stop at the limit", async () => {
		const rows = [1, 2, 3].map((n) => ({ question: `${n}?` }));
		const task = taskOver(rows, { scorer: "exact", limit: 2 });
		expect(await readQuestions(task)).toHaveLength(2);
	});

	it.each([
		[
			{ question: "a", group: null },
			{ group: "group" },
			/rows-1.jsonl:1, group: expected the name of the question/,
		],
		[
			{ question: "a", also: "b" },
			{ paraphrases: "also" },
			/also: expected a list of texts/,
		],
		[
			{ text: "a", also: ["b"] },
			{ paraphrases: "also" },
			/a text without a question/,
		],
		[{ other: "a" }, {}, /expected one of the columns/],
	])("refuses %j", async (row, written, message) => {
		await expect(questions(row, written)).rejects.toThrow(message);
	});
});

describe("choices", () => {
	const scorer = { kind: "choice" };
	const options = ["red", "B", "2"];
	const gold = async (value: unknown) =>
		(await first({ question: "a", options, gold: value }, { scorer })).choices
			?.gold;

	it("name the right one by text, else by letter, else by place", async () => {
		expect(await gold("red")).toBe(0);
		expect(await gold("B")).toBe(1);
		expect(await gold("c")).toBe(2);
		expect(await gold("2")).toBe(2);
		expect(await gold("1")).toBe(1);
		expect(await gold(0)).toBe(0);
	});

	it("are joined to plain text by the delimiter, where there is no space", async () => {
		const row = { options: ["4", " 5"], gold: 0 };
		const texts = async (prompt: string, more = {}) =>
			(await first({ ...row, prompt }, { scorer: { ...scorer, ...more } }))
				.choices?.texts;
		expect(await texts("2+2=")).toEqual([" 4", " 5"]);
		expect(await texts("2+2= ")).toEqual(["4", " 5"]);
		expect(await texts("2+2=", { delimiter: "" })).toEqual(["4", " 5"]);
	});

	it("are listed below the prompt, in an order of the row's own if asked", async () => {
		const row = {
			question: "Which?",
			options: ["w", "x", "y", "z"],
			gold: "x",
		};
		const ask = async (more: Columns) =>
			first(row, { scorer: { kind: "choice", by: "letter", ...more } });
		const given = await ask({ cue: "" });
		expect(given.prompt).toBe("Which?\nA. w\nB. x\nC. y\nD. z");
		expect(given.expected).toBe("B");
		const other = await ask({ list: "shuffled" });
		const lines = other.prompt.split("\n");
		expect(lines.at(-1)).toBe("Answer:");
		expect(lines).toContain(`${other.expected}. x`);
		expect(
			lines
				.slice(1, 5)
				.map((line) => line.slice(3))
				.sort(),
		).toEqual([...["w", "x", "y", "z"]]);
		expect((await ask({ list: "shuffled" })).prompt).toBe(other.prompt);
	});

	it("keep the prompt where it lists them itself", async () => {
		const row = { question: "A or B?", options: ["x", "y"], gold: "B" };
		const spec = { kind: "choice", by: "letter", list: "none" };
		const found = await first(row, { scorer: spec });
		expect(found.prompt).toBe("A or B?");
		expect(found.choices).toMatchObject({ texts: ["A", "B"], gold: 1 });
	});

	it.each([
		[
			{ options: "red", gold: 0 },
			/options: expected a list of options, found a string/,
		],
		[{ options: ["red"], gold: 0 }, /expected 2 to 26 options, found 1/],
		[{ options: ["red", ""], gold: 0 }, /options\[1\]: expected a text/],
		[
			{ options: ["red", "red"], gold: 0 },
			/options that differ, found "red" twice/,
		],
		[
			{ options: ["red", "blue"], gold: "green" },
			/gold: expected which of the 2 in options is right.*found "green"/,
		],
		[{ options: ["red", "blue"] }, /found nothing/],
	])("refuse %j", async (row, message) => {
		await expect(first({ question: "a", ...row }, { scorer })).rejects.toThrow(
			message,
		);
	});
});
