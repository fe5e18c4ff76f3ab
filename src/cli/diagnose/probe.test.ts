import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { probeResultSchema } from "../../diagnose/probe/probe-result.ts";
import { runProbe } from "../../diagnose/probe/run/run-probe.ts";
import { testFolder } from "../../eval/testing/task-folder.ts";
import { toyModel } from "../../eval/testing/toy-model.ts";
import { runCli } from "../program.ts";
import { fakeContext } from "../testing/fake-context.ts";

const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

/** Questions that the toy model was taught, and one that it cannot read. */
function world() {
	const folder = testFolder();
	const rows = days.slice(0, 4).map((day, i) => ({
		question: `What comes after ${day}?`,
		options: [1, 2, 3].map((k) => `${days[(i + k) % 5]} comes after ${day}.`),
		...{ gold: 0, part: i < 2 ? "early" : "late" },
	}));
	const long = { ...rows[0], question: "Why? ".repeat(2000) };
	const path = join(folder, "days.jsonl");
	writeFileSync(
		path,
		[...rows, long].map((row) => `${JSON.stringify(row)}\n`).join(""),
	);
	const out = join(folder, "probe");
	const argv = [
		...["probe", path, "--model", toyModel, "--out", out],
		...["--shots", "0", "--orders", "2", "--threads", "1"],
	];
	return { folder, path, out, argv };
}

test("shows what is known, how it was measured and what to do", async () => {
	const { argv, out } = world();
	const context = fakeContext({ probe: runProbe });
	const status = await runCli([...argv, "--by", "part"], context);
	expect(context.err()).toBe(
		`items in ${join(out, "probe.jsonl")}\nresult in ${join(out, "probe.json")}\nreport in ${join(out, "report.html")}\n`,
	);
	expect(status).toBe(0);
	const text = context.out();
	expect(text).toMatch(
		/: 4 of 5 questions, asked with no examples in the prompt; lettered options in 2 orders\n/,
	);
	expect(text).toMatch(
		/\nknown +\d +\d+% \(.*\) +\d the right option is likely enough/,
	);
	expect(text).toMatch(/\n {2}letter +\d+%? \(.*33%/);
	expect(text).toMatch(/\n\* /);
	expect(text).toMatch(/\nearly +2 +/);
	expect(text).toMatch(/drawn out by a few good examples: /);
	expect(text).toMatch(/\nAdvice\n {2}1\. The probe cannot tell/);
	expect(text).toMatch(
		/\nLeft out: 1 row\n {2}too-long: 1\n {4}days.jsonl:5: .*at most \d+ tokens/,
	);
});

test("prints the result as JSON; its folder is named by the model if none is given", async () => {
	const { argv, folder } = world();
	const context = fakeContext({ probe: runProbe });
	const before = process.cwd();
	process.chdir(folder);
	try {
		const without = argv.filter((_, i) => i !== 4 && i !== 5);
		expect(await runCli([...without, "--json"], context)).toBe(0);
	} finally {
		process.chdir(before);
	}
	const { items, excluded } = probeResultSchema.parse(
		JSON.parse(context.out()),
	);
	expect(items).toHaveLength(4);
	expect(excluded.map(({ kind }) => kind)).toEqual(["too-long"]);
	const made = join(folder, "runs", "probe-toy-1");
	expect(readdirSync(made).sort()).toEqual([
		...["letter.task.yaml", "likelihood.task.yaml", "probe.json"],
		...["probe.jsonl", "questions.jsonl", "report.html", "report.json"],
		...["report.md", "results"],
	]);
});

test("an interrupt says how to continue, and the same command does", async () => {
	const { argv, out } = world();
	const context = fakeContext({
		async *probe(...parts) {
			for await (const event of runProbe(...parts)) {
				if (event.kind === "begin" && event.task === "likelihood")
					context.interrupt();
				yield event;
			}
		},
	});
	await runCli(argv, context);
	expect(context.exits).toEqual([130]);
	expect(context.out()).toBe("");
	expect(context.err()).toBe(
		`interrupted: finished tasks are kept; the same command with --out ${out} continues\n`,
	);
	expect(existsSync(join(out, "probe.json"))).toBe(false);
	const again = fakeContext({ probe: runProbe });
	expect(await runCli(argv, again)).toBe(0);
	expect(again.err()).toMatch(
		/^letter: finished earlier, its result is kept\n/,
	);
	expect(readFileSync(join(out, "probe.json"), "utf8")).toMatch(/"items"/);
});

test.each<[string[], RegExp]>([
	[
		["--by", "topik"],
		/^error: --by: expected a column of the rows: question, options, gold, part, found topik\.\n/,
	],
	[
		["--method", "guess"],
		/Allowed choices are letter, raw, tokens, unconditional/,
	],
	[["--known-from", "2"], /It must lie between 0 and 1/],
	[["--options", "1"], /It must lie between 2 and 26/],
])("a mistake is one sentence: %j", async (more, message) => {
	const { argv, out } = world();
	const context = fakeContext({ probe: runProbe });
	expect(await runCli([...argv, ...more], context)).toBe(2);
	expect(context.err()).toMatch(message);
	expect(existsSync(out)).toBe(false);
});
