import { type BadCase, nothing, spoilt, written } from "../bad-case.ts";

const pilot = ["pilot", "DIR/bad.yaml", "--out", "DIR/out"];
const gate = (...more: string[]) => ["gate", "DIR/model", ...more];
const report = ["report", "DIR/out"];

const task = (axis: string) =>
	`name: ${axis}\nversion: 1\naxis: ${axis}\nrows: rows.jsonl\nscorer: nll\n`;

const whole = [
	"model: model",
	"data: { train: rows.jsonl }",
	"tasks: [target.task.yaml]",
	"arms: [sft]",
	"",
].join("\n");

/** A pilot that lacks nothing but what the case says beside it or in its place. */
function pilotCase(name: string, text: string, ...says: string[]): BadCase {
	return {
		name,
		spoil(world) {
			world.write("target.task.yaml", task("target"));
			world.write("bad.yaml", text);
		},
		argv: pilot,
		says,
	};
}

/** What can be wrong with pilots, gates, reports and laboratories. */
export const studies: readonly BadCase[] = [
	spoilt(
		"no pilot file",
		nothing,
		pilot,
		...["bad.yaml", "a pilot file", "no such file"],
	),
	pilotCase(
		"a pilot that is no YAML",
		"arms: [sft\n",
		...["bad.yaml:2", "a pilot in YAML"],
	),
	pilotCase(
		"a pilot with an unknown key",
		`${whole}seed: 3\n`,
		...["bad.yaml:5", "only known keys", "seed", "Did you mean seeds?"],
	),
	pilotCase(
		"a pilot with an arm that nobody knows",
		whole.replace("[sft]", "[sftt]"),
		...["bad.yaml:4: arms.0", "an arm by name", "sftt", "Did you mean sft?"],
	),
	pilotCase(
		"a pilot with an unknown key in an arm",
		whole.replace("[sft]", "[{ name: a, objectve: sft }]"),
		...["bad.yaml:4", "only known keys", "objectve"],
	),
	pilotCase(
		"a pilot without tasks",
		whole.replace("[target.task.yaml]", "[]"),
		...["bad.yaml:3: tasks", "at least one task file"],
	),
	pilotCase(
		"a pilot with a task file that is not there",
		whole.replace("target.task", "gone.task"),
		...["gone.task.yaml", "a task file", "no such file"],
	),
	{
		...pilotCase(
			"a pilot without a target",
			whole,
			...["tasks", "with axis: target", "retention (retention)"],
		),
		spoil(world) {
			world.write("target.task.yaml", task("retention"));
			world.write("bad.yaml", whole);
		},
	},
	pilotCase(
		"a pilot without its rows",
		whole.replace("rows.jsonl", "gone.jsonl"),
		...["gone.jsonl", "nothing at this path"],
	),
	pilotCase(
		"a pilot with an arm that cannot learn from the rows",
		whole.replace("[sft]", "[sft, dpo]"),
		...["arm dpo: ", "rows.jsonl:1", "a pair of answers"],
	),
	pilotCase(
		"a pilot without its model",
		whole.replace("model: model", "model: gone"),
		...["model", "a model folder", "gone"],
	),
	{
		...pilotCase(
			"a pilot into a folder that holds other things",
			whole,
			...["DIR/model", "a new or empty folder", "entries"],
		),
		argv: ["pilot", "DIR/bad.yaml", "--out", "DIR/model"],
	},
	spoilt(
		"a gate over a folder that is no run",
		(world) => world.write("target.task.yaml", task("target")),
		gate("--tasks", "DIR/target.task.yaml"),
		...["DIR/model", "a run folder", "a model folder"],
	),
	spoilt(
		"a gate with a task file that is not there",
		nothing,
		gate("--tasks", "DIR/gone.task.yaml"),
		...["DIR/gone.task.yaml", "a task file", "no such file"],
	),
	spoilt(
		"a gate with results that are not there",
		nothing,
		gate("--results", "DIR/gone.json"),
		...["DIR/gone.json", "nothing at this path"],
	),
	written(
		"a gate with results of something else",
		"eval.json",
		'{"version": 1, "tuned": {}}',
		gate("--results", "DIR/eval.json"),
		...["DIR/eval.json", "what temper-lm eval --out writes"],
	),
	spoilt(
		"a gate whose evidence cannot be written",
		nothing,
		gate("--evidence", "DIR/no/e.json"),
		...["DIR/no/e.json", "a writable path", "nothing at this path"],
	),
	spoilt(
		"a report of no folder",
		nothing,
		report,
		...["DIR/out/report.json", "nothing at this path", "the folder of a pilot"],
	),
	spoilt(
		"a report of a folder without report.json",
		nothing,
		["report", "DIR/model"],
		...[
			"DIR/model/report.json",
			"nothing at this path",
			"the folder of a pilot",
		],
	),
	written(
		"a report.json that is cut short",
		"out/report.json",
		'{"version": 1, ',
		report,
		...["DIR/out/report.json line 1", "found the end"],
	),
	written(
		"a report.json that is another file",
		"out/report.json",
		'{"version": 1}',
		report,
		...["DIR/out/report.json", "a pilot, a budget study", "the keys version"],
	),
	spoilt(
		"a report of a folder that has none",
		nothing,
		["report", "DIR/out"],
		...["DIR/out/report.json", "a file that can be read", "nothing at this"],
	),
	spoilt(
		"a laboratory in a folder that holds something",
		nothing,
		["lab", "DIR/model"],
		...["DIR/model", "a folder that does not exist yet", "entries"],
	),
];
