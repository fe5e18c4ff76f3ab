import {
	type BadCase,
	generate,
	inspect,
	nothing,
	train,
} from "../bad-case.ts";

const command = (argv: readonly string[], ...says: string[]): BadCase => ({
	name: JSON.stringify(argv).slice(0, 120),
	spoil: nothing,
	argv,
	says,
});

/** What the parser of arguments refuses. */
export const usage: readonly BadCase[] = [
	command(["trian"], "unknown command 'trian'", "Did you mean train?"),
	command(["train", "--presett", "sft"], "'--presett'", "--preset"),
	command(["data", "chekc"], "'chekc'", "check"),
	command(["data", "check", "rows.jsonl"], "--model"),
	command(["data", "show", "a", "--as", "pear"], "--as", "pear", "pairs"),
	command(["export", "--model", "DIR/model"], "--out"),
	command(["generate", "--top-k", "many"], "--top-k", "many"),
	command(["generate", "--max-new-tokens", "1e99"], "--max-new-tokens", "1e99"),
	command(["runs", "show"], "run"),
	command(["pull", "a", "--dtype", "int3"], "--dtype", "int3"),
	command(["train", "a", "b", "c"], "too many arguments"),
];

export const commands: readonly BadCase[] = [
	command(["train"], "npx temper-lm train", "neither"),
	command(["train", "DIR/gone.yaml"], "DIR/gone.yaml", "no such file"),
	command(["train", "DIR/model"], "DIR/model", "a recipe", "a model folder"),
	command(train("--preset", "best"), "--preset", "best"),
	command(["generate", "--prompt", "a"], "which model", "none of them"),
	command(
		["generate", "--model", "DIR/model"],
		"npx temper-lm generate",
		"neither",
	),
	command(generate("--run", "DIR/run"), "DIR/run", "a run folder", "nothing"),
	command(generate("--compare"), "--compare", "an adapter"),
	command(generate("--temperature", "-1"), "temperature", "-1"),
	command(generate("--top-p", "2"), "top", "2"),
	command(generate("--min-p", "7"), "min", "7"),
	command(generate("--out", "DIR/model"), "DIR/model", "a folder"),
	command(
		generate("--out", "DIR/no/a.jsonl"),
		"DIR/no/a.jsonl",
		"nothing at this",
	),
	command(["inspect", "DIR/gone"], "model", "gone"),
	command(
		["inspect", "DIR/rows.jsonl"],
		"model",
		"a file of rows",
		"rows.jsonl",
	),
	command(["inspect", "a\0b"], "model"),
	command(["inspect", `DIR/${"x".repeat(300)}`], "model"),
	command(["pull", "DIR/gone.gguf"], "npx temper-lm pull", "no such path"),
	command(["pull", "DIR/rows.jsonl"], "rows.jsonl", "GGUF"),
	command(["pull", "DIR/model", "--out", "DIR/model"], "DIR/model"),
	command(
		["export", "--model", "DIR/model", "--out", "DIR/model"],
		"DIR/model",
		"a folder that does not exist yet",
	),
	command(
		["export", "--model", "DIR/model", "--out", "DIR/rows.jsonl"],
		"DIR/rows.jsonl",
		"a path that goes through a file",
	),
	command(
		train("--out", "DIR/rows.jsonl"),
		"DIR/rows.jsonl",
		"something already",
	),
	command(train("--out", "DIR/model"), "DIR/model", "a new or empty folder"),
	{
		name: "links that lead in a circle",
		spoil(world) {
			world.remove("model/config.json");
			world.link("config.json", "model/config.json");
		},
		argv: inspect,
		says: ["config.json"],
	},
];
