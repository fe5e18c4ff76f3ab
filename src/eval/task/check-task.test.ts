import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { judgeServer, shownIn } from "../testing/judge-server.ts";
import { taskOver, testFolder } from "../testing/task-folder.ts";
import { checkTask } from "./check-task.ts";
import type { ScorerSpec } from "./task.ts";

interface Case {
	readonly scorer: Readonly<Record<string, unknown>>;
	readonly rows: readonly Readonly<Record<string, unknown>>[];
	readonly chance?: number;
}

const asked = { question: "What is six times seven?" };
const options = ["41", "42", "forty", "4"];

/** Every kind: one that is missing does not compile. */
const cases: Readonly<Record<ScorerSpec["kind"], Case>> = {
	nll: {
		scorer: {},
		rows: [{ text: "Six times seven." }, { ...asked, answer: "42" }],
	},
	choice: {
		scorer: { gold: "right" },
		rows: [
			{ ...asked, options, right: 1 },
			{ ...asked, options: ["42", "a"], right: "A" },
			{ prompt: "6 x 7 =", options, right: "42" },
		],
	},
	exact: { scorer: {}, rows: [{ ...asked, answer: "42" }] },
	numeric: { scorer: { column: "n" }, rows: [{ ...asked, n: 42 }] },
	regex: { scorer: { pattern: "^4.$" }, rows: [{ ...asked, answer: "42" }] },
	"json-schema": {
		scorer: { schema: { type: "object", required: ["n"] } },
		rows: [{ ...asked, answer: '{"n": 42}' }],
	},
	contains: { scorer: {}, rows: [{ ...asked, answer: "42" }] },
	format: { scorer: { start: "<" }, rows: [{ ...asked, answer: "<b>" }] },
	module: {
		scorer: { path: "scorer.ts" },
		rows: [{ ...asked, answer: "42" }],
		chance: 0,
	},
	command: {
		scorer: { run: [process.execPath, "scorer.mjs"] },
		rows: [{ ...asked, answer: "42" }],
		chance: 0,
	},
	judge: { scorer: { model: "m" }, rows: [{ ...asked, answer: "42" }] },
};

const files = {
	"scorer.ts":
		"export default ({ completion, answer }: any) => Number(completion === answer);",
	"scorer.mjs": `import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin })) {
	const { completion, answer } = JSON.parse(line);
	console.log(JSON.stringify({ score: Number(completion === answer) }));
}`,
};

describe("a task is honest", () => {
	for (const [kind, { scorer, rows, chance }] of Object.entries(cases))
		it(`${kind}: an oracle gets all, nobody gets chance`, async () => {
			const folder = testFolder();
			for (const [name, text] of Object.entries(files))
				writeFileSync(join(folder, name), text);
			const { url } = await judgeServer((one) =>
				shownIn(one, "answer_A") === "42" ? '{"winner": "A"}' : "B",
			);
			const address = kind === "judge" ? { url } : {};
			const check = await checkTask(
				taskOver(
					rows,
					{ scorer: { kind, ...scorer, ...address }, chance: chance ?? null },
					folder,
				),
			);
			expect(check.faults).toEqual([]);
			expect(check.oracle?.value).toBeCloseTo(kind === "nll" ? 0 : 1, 12);
			expect(check.nobody?.value).toBeCloseTo(check.chance as number, 12);
			expect(check.questions).toBe(rows.length);
		});

	it("with a judge, who is shown the whole conversation", async () => {
		const { url, asked } = await judgeServer((one) =>
			shownIn(one, "answer_A") === "42" ? "A" : "B",
		);
		const said = (role: string, content: string) => ({ role, content });
		const messages = [
			said("system", "Be brief."),
			said("user", "Six?"),
			said("assistant", "Yes."),
			said("user", "And times seven?"),
			said("assistant", "42"),
		];
		const scorer = { kind: "judge", url, model: "m" };
		await checkTask(taskOver([{ messages }], { scorer }));
		expect(shownIn(asked[0]!, "question")).toBe(
			"[system]\nBe brief.\n\n[user]\nSix?\n\n[assistant]\nYes.\n\n[user]\nAnd times seven?",
		);
	});

	it("by letter too, with chance by the number of options", async () => {
		const rows = [
			{ ...asked, options, gold: 1 },
			{ ...asked, options: ["42", "a"], gold: 0 },
		];
		const scorer = { kind: "choice", by: "letter", normalise: "none" };
		const check = await checkTask(taskOver(rows, { scorer }));
		expect(check.faults).toEqual([]);
		expect(check.chance).toBe((1 / 4 + 1 / 2) / 2);
	});

	it("says where one letter is right too often, and shuffling mends it", async () => {
		const rows = Array.from({ length: 30 }, () => ({
			...asked,
			options,
			gold: 1,
		}));
		const check = (list: string) =>
			checkTask(
				taskOver(rows, { scorer: { kind: "choice", by: "letter", list } }),
			);
		expect((await check("given")).faults).toEqual([
			"B is right in 30 of 30 rows, so an answer that is always B scores above chance. list: shuffled changes that.",
		]);
		expect((await check("shuffled")).faults).toEqual([]);
	});

	it("says which row refuses its own answer, and where chance is not what nothing gets", async () => {
		const rows = [
			{ ...asked, answer: "42" },
			{ ...asked, answer: "many" },
		];
		const scorer = { kind: "regex", pattern: "^\\d+$|^$" };
		const { faults } = await checkTask(taskOver(rows, { scorer, chance: 0 }));
		expect(faults).toEqual([
			'rows-2.jsonl:2: its own answer "many" scores 0, not 1.',
			"An empty answer scores 1, but the chance score is 0.",
		]);
	});

	it("says so where rows show no answer, and where chance is not known", async () => {
		const folder = testFolder();
		writeFileSync(join(folder, "scorer.ts"), "export default () => 0.25;");
		const scorer = { kind: "module", path: "scorer.ts" };
		const { faults } = await checkTask(taskOver([asked], { scorer }, folder));
		expect(faults).toEqual([
			"1 of 1 rows show no answer to try.",
			"The chance score is not known: set the score of an empty answer in the task (chance: 0.25).",
		]);
	});
});
