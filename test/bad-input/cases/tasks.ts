import { type BadCase, nothing } from "../bad-case.ts";

const measure = ["eval", "DIR/bad.task.yaml", "--model", "DIR/model"];
const head = "name: bad\nversion: 1\nrows: rows.jsonl\n";

/** A case of a task file that says this beside its name, version and rows. */
function task(name: string, rest: string, ...says: string[]): BadCase {
	return {
		name,
		spoil: (world) => world.write("bad.task.yaml", head + rest),
		argv: measure,
		says: ["bad.task.yaml", ...says],
	};
}

/** A case of rows that a task cannot be asked with. */
function rows(
	name: string,
	row: Readonly<Record<string, unknown>>,
	scorer: string,
	...says: string[]
): BadCase {
	return {
		name,
		spoil(world) {
			world.write("bad.task.yaml", `${head}scorer: ${scorer}\n`);
			world.write("rows.jsonl", `${JSON.stringify(row)}\n`);
		},
		argv: measure,
		says: ["rows.jsonl:1", ...says],
	};
}

export const tasks: readonly BadCase[] = [
	{
		name: "no task file",
		spoil: nothing,
		argv: measure,
		says: ["bad.task.yaml", "no such file"],
	},
	task("a task without a scorer", "", "scorer", "nothing"),
	task("a task with a mistyped scorer", "scorer: exakt\n", "scorer", "exakt"),
	task(
		"a task with an unknown key",
		"scorer: { kind: numeric, tolerence: 1 }\n",
		...["only known keys", "scorer.tolerence"],
	),
	task("a task that is no YAML", "scorer: {\n"),
	task(
		"a task that wants seeds without drawing",
		"scorer: exact\ngenerate: { seeds: [1] }\n",
		...["generate.seeds", "temperature"],
	),
	{
		...task("a task without its rows", "scorer: exact\n"),
		argv: ["eval", "DIR/bad.task.yaml", "--check"],
		spoil(world) {
			world.write(
				"bad.task.yaml",
				"name: a\nversion: 1\nrows: none.jsonl\nscorer: exact\n",
			);
		},
		says: ["none.jsonl", "nothing at this path"],
	},
	rows(
		"a choice without options",
		{ question: "a" },
		"choice",
		...["options", "a list of options", "nothing"],
	),
	rows(
		"a choice whose right one is none of its options",
		{ question: "a", options: ["b", "c"], gold: 2 },
		"choice",
		...["gold", "2"],
	),
	rows("rows that ask nothing", { text: "a" }, "exact", "asks none"),
	{
		...task(
			"a command that is not there",
			"scorer: { kind: command, run: no-such-program-1 }\n",
		),
		says: ["no-such-program-1", "no such program"],
	},
	{
		...task(
			"a judge without its key",
			"scorer: { kind: judge, url: http://localhost:1, model: m, keyVariable: NO_SUCH_KEY }\n",
		),
		says: ["keyVariable", "NO_SUCH_KEY"],
	},
	{
		...task(
			"a scorer module that does not load",
			"scorer: { kind: module, path: none.ts }\n",
		),
		says: ["none.ts", "no such file"],
	},
];
