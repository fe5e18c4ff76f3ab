import {
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EvalReport } from "../../eval/eval-result.ts";
import { evaluate } from "../../eval/evaluate.ts";
import { testFolder } from "../../eval/testing/task-folder.ts";
import {
	toyModel,
	toyRows,
	writeNoiseAdapter,
} from "../../eval/testing/toy-model.ts";
import { runCli } from "../program.ts";
import { fakeContext } from "../testing/fake-context.ts";

/** A folder with rows, two tasks and an adapter that moves the toy model far. */
async function world() {
	const folder = testFolder();
	const path = (name: string) => join(folder, name);
	const lines = toyRows.map((row) => `${JSON.stringify(row)}\n`);
	writeFileSync(path("rows.jsonl"), lines.join(""));
	const task = (name: string, rest: string) =>
		writeFileSync(
			path(`${name}.task.yaml`),
			`name: ${name}\nversion: 1\nrows: rows.jsonl\n${rest}`,
		);
	task("facts", "scorer: exact\ngenerate: { maxNewTokens: 24 }\n");
	task(
		"general",
		"axis: general\nscorer: nll\ngenerate: { maxNewTokens: 16 }\n",
	);
	await writeNoiseAdapter(path("adapter"), 4);
	const tasks = [path("facts.task.yaml"), path("general.task.yaml")];
	const adapted = ["--model", toyModel, "--adapter", path("adapter")];
	return { path, tasks, adapted };
}

describe("npx temper-lm eval", () => {
	it("shows a table beside the base, flips and how far the model moved", async () => {
		const { tasks, adapted } = await world();
		const context = fakeContext({ evaluate });
		const status = await runCli(["eval", ...tasks, ...adapted], context);
		expect(context.err()).toBe("");
		expect(status).toBe(0);
		const [head, facts, general] = context.out().split("\n");
		expect(head).toMatch(
			/^task +axis +n +base +tuned +difference +noise +flips +chance +unit$/,
		);
		expect(facts).toMatch(
			/^facts +target +5 +80% \(38% to 96%\) +\S+ \(.*\) +-\d+\.0 \(.* to .*\) +0\.0 +[34] lost, 0 won \(p 0\.\d+\) +0% +accuracy$/,
		);
		expect(general).toMatch(/^general +general +5 .* 6\.931 +nats per token$/);
		expect(context.out()).toMatch(
			/right before, wrong now\n {2}What comes after Monday\?\n {4}right {2}Tuesday comes after Monday\./,
		);
		expect(context.out()).toMatch(
			/KL\(base \|\| tuned\) [\d.]+ \([\d.]+ to [\d.]+\) nats per token/,
		);
		expect(context.out()).toMatch(/of \d+ tokens of its answers, /);
	});

	it("tells of examples, and of questions that were asked in several orders", async () => {
		const { path } = await world();
		const options = toyRows.map(({ answer }) => answer).slice(0, 3);
		const rows = toyRows.map((row, i) => ({ ...row, options, gold: i % 3 }));
		const lines = rows.map((row) => `${JSON.stringify(row)}\n`);
		writeFileSync(path("rows.jsonl"), lines.join(""));
		writeFileSync(
			path("letters.task.yaml"),
			"name: letters\nversion: 1\nrows: rows.jsonl\nscorer: { kind: choice, by: letter, orders: 3 }\nfewShot: { rows: rows.jsonl, count: 1, seed: 4 }\n",
		);
		const context = fakeContext({ evaluate });
		const model = ["--model", toyModel, "--no-base"];
		await runCli(["eval", path("letters.task.yaml"), ...model], context);
		expect(context.err()).toBe("");
		expect(context.out()).toContain(
			"1 example before every question (seed 4); questions that are among them and had others instead: 1\n5 questions in several wordings, orders of options or with several seeds: answers agree ",
		);
	});

	it("writes and prints results as JSON, and writes them for promptfoo", async () => {
		const { tasks, adapted, path } = await world();
		const context = fakeContext({ evaluate });
		const files = ["--out", path("out.json"), "--promptfoo", path("pf.json")];
		const status = await runCli(
			["eval", ...tasks, ...adapted, "--json", ...files],
			context,
		);
		expect(status).toBe(0);
		const printed = JSON.parse(context.out()) as EvalReport;
		expect(JSON.parse(readFileSync(path("out.json"), "utf8"))).toEqual(printed);
		expect(printed.comparison?.tasks.map(({ name }) => name)).toEqual([
			"facts",
			"general",
		]);
		expect(printed.tuned.subject.inputs).toHaveLength(2);
		expect(readdirSync(path(".")).join()).not.toContain("tmp-");
		const { results } = JSON.parse(readFileSync(path("pf.json"), "utf8"));
		expect(results.results).toHaveLength(20);
		expect(context.err()).toMatch(/results in .*out.json\nfor promptfoo in/);
	});

	it.each([
		["--out", "no/out.json", /no\/out.json: .* found nothing at this path/],
		[
			"--promptfoo",
			"adapter",
			/adapter: expected a writable path, found a folder/,
		],
		["--out", "rows.jsonl/a", /rows.jsonl\/a: .* goes through a file/],
	])(
		"measures nothing where %s %s cannot be written",
		async (option, file, message) => {
			const { tasks, adapted, path } = await world();
			const context = fakeContext();
			const into = [option, path(file)];
			const status = await runCli(
				["eval", ...tasks, ...adapted, ...into],
				context,
			);
			expect(status).toBe(2);
			expect(context.err()).toMatch(message);
		},
	);

	it("shows what it measured though its file can no longer be written", async () => {
		const { tasks, adapted, path } = await world();
		mkdirSync(path("results"));
		const context = fakeContext({
			async *evaluate(...given) {
				for await (const event of evaluate(...given)) {
					rmSync(path("results"), { recursive: true, force: true });
					yield event;
				}
			},
		});
		const into = ["--out", path("results/out.json")];
		const task = tasks[0]!;
		const status = await runCli(["eval", task, ...adapted, ...into], context);
		expect(status).toBe(2);
		expect(context.out()).toMatch(/^facts +target +5 +80%/m);
		expect(context.err()).toMatch(/out.json: .* nothing at this path/);
	});

	it("measures a model alone", async () => {
		const { tasks, adapted } = await world();
		const context = fakeContext({ evaluate });
		await runCli(["eval", tasks[0]!, "--model", toyModel], context);
		expect(context.out()).toMatch(
			/^task +axis +n +value +chance +unit\nfacts +target +5 +80%/,
		);
		const other = fakeContext({ evaluate });
		await runCli(["eval", tasks[0]!, ...adapted, "--no-base"], other);
		expect(other.out()).toMatch(/^task +axis +n +value +chance +unit\n/);
	});

	it("tries tasks with all answers and with none", async () => {
		const { tasks, path } = await world();
		const context = fakeContext();
		expect(await runCli(["eval", ...tasks, "--check"], context)).toBe(0);
		expect(context.out()).toMatch(/facts +5 +100% +0% +0% +accuracy/);
		const bad = path("bad.task.yaml");
		writeFileSync(
			bad,
			"name: bad\nversion: 1\nrows: rows.jsonl\nscorer: { kind: regex, pattern: '^T' }\n",
		);
		const other = fakeContext();
		expect(await runCli(["eval", bad, "--check"], other)).toBe(2);
		expect(other.out()).toMatch(
			/bad: rows.jsonl:2: its own answer .* scores 0, not 1/,
		);
		expect(other.err()).toMatch(
			/expected the full score for a responder that knows every answer/,
		);
	});

	it("stops at Ctrl+C without a result", async () => {
		const { tasks, adapted, path } = await world();
		const context = fakeContext({
			async *evaluate(...given) {
				for await (const event of evaluate(...given)) {
					yield event;
					context.interrupt();
				}
			},
		});
		await runCli(
			["eval", ...tasks, ...adapted, "--out", path("out.json")],
			context,
		);
		expect(context.exits[0]).toBe(130);
		expect(context.err()).toMatch(/interrupted: nothing was written/);
		expect(() => readFileSync(path("out.json"))).toThrow();
	});

	it.each([
		[
			["no.task.yaml", "--model", toyModel],
			/no.task.yaml: expected a task file .* found no such file/,
		],
		[[], /missing required argument 'tasks'/],
	])("says what is wrong with %j", async (args, message) => {
		const context = fakeContext({ evaluate });
		expect(await runCli(["eval", ...args], context)).toBe(2);
		expect(context.err()).toMatch(message);
	});

	it("asks for a model", async () => {
		const { tasks } = await world();
		const context = fakeContext({ evaluate });
		expect(await runCli(["eval", ...tasks], context)).toBe(2);
		expect(context.err()).toMatch(
			/which model: expected --run, with --model if its model is elsewhere now, or --model/,
		);
	});
});
