import { type BadCase, nothing, recipe, train, written } from "../bad-case.ts";

const base = "extends: sft\nmodel: model\ndata: {train: rows.jsonl}\n";

/** A whole recipe, spoilt by what stands under it. */
const yaml = (name: string, text: string, ...says: string[]) =>
	written(
		name,
		"recipe.yaml",
		`${base}${text}`,
		recipe,
		"DIR/recipe.yaml",
		...says,
	);

/** A recipe of this text alone. */
const bare = (name: string, text: string | Uint8Array, ...says: string[]) =>
	written(name, "recipe.yaml", text, recipe, "DIR/recipe.yaml", ...says);

const set = (setting: string, ...says: string[]): BadCase => ({
	name: `--set ${setting}`,
	spoil: nothing,
	argv: train("--set", setting),
	says: ["--set", ...says],
});

export const recipes: readonly BadCase[] = [
	yaml(
		"an unknown key",
		"optimiser: {}\n",
		":4",
		"optimiser",
		"Did you mean optimizer?",
	),
	yaml(
		"an unknown key inside",
		"tune: {rnak: 4}\n",
		"tune.rnak",
		"Did you mean rank?",
	),
	yaml(
		"an unknown kind",
		"objective: {kind: dpt}\n",
		"objective",
		"Did you mean dft?",
	),
	yaml(
		"a key of another kind",
		"objective: {kind: sft, beta: 1}\n",
		"objective.beta",
		"minor-sft",
	),
	yaml(
		"a number as text",
		"batch: {rows: many}\n",
		"batch.rows",
		"a whole number",
	),
	yaml("half a row", "batch: {rows: 1.5}\n", "batch.rows", "1.5"),
	yaml(
		"no rows a step",
		"batch: {rows: 0}\n",
		"batch.rows",
		"from 1 to 1000000",
	),
	yaml(
		"a learning rate below 0",
		"optimizer: {learningRate: -1}\n",
		"learningRate",
	),
	yaml(
		"an infinite learning rate",
		"optimizer: {learningRate: .inf}\n",
		"learningRate",
	),
	yaml(
		"a learning rate of NaN",
		"optimizer: {learningRate: .nan}\n",
		"learningRate",
	),
	yaml("dropout of everything", "tune: {dropout: 1}\n", "tune.dropout"),
	yaml("betas of one", "optimizer: {betas: [0.9]}\n", "optimizer.betas"),
	yaml("a list for an object", "tune: [lora]\n", "tune"),
	yaml("no targets", "tune: {targets: []}\n", "tune.targets"),
	{
		...yaml("a target that is no layer", "tune: {targets: [w_proj]}\n"),
		says: ["tune.targets", "q_proj", "found w_proj"],
	},
	{
		...yaml("full tuning of int8 weights", "tune: full\nprecision: int8\n"),
		says: ["precision", "float32"],
	},
	{
		...yaml("full tuning of int4 weights", "tune: full\nprecision: int4\n"),
		says: ["precision", "float32"],
	},
	{
		...yaml(
			"samples from int4 weights",
			"precision: int4\nobjective: {kind: irft, rounds: 2}\n",
		),
		says: ["precision", "objective irft, which samples", "found int4"],
	},
	yaml("an unknown device", "device: tpu\n", "device", "cpu"),
	yaml("a key twice", "seed: 1\nseed: 2\n", ":5"),
	yaml("a tab", "tune:\n\trank: 4\n", ":5"),
	bare("an unknown preset", "extends: sfft\n", "extends", "sft"),
	bare("a recipe that extends itself", "extends: ./recipe.yaml\n", "extends"),
	bare("no model", "extends: sft\ndata: {train: rows.jsonl}\n", "model"),
	bare("no data", "extends: sft\nmodel: model\n", "data"),
	bare("empty", "", "nothing"),
	bare("a bare value", "42\n", "a bare value"),
	bare("not UTF-8", Buffer.from([0x61, 0xff]), "UTF-8"),
	bare("2 MB", "#".repeat(2e6), "at most 1 MB"),
	{
		...bare(
			"a thousand million laughs",
			`a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefghi"].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${"abcdefghi"[i]}`).join()}]`).join("\n")}\n`,
			"aliases",
		),
		alone: true,
	},
	bare("100,000 brackets", "[".repeat(1e5), "expected a recipe"),
	{
		...bare("missing rows", `${base.replace("rows.jsonl", "gone.jsonl")}`),
		says: ["DIR/gone.jsonl", "nothing at this path"],
	},
	{
		...bare("a folder for the rows", `${base.replace("rows.jsonl", "model")}`),
		says: ["DIR/model", "a file of rows", "a model folder"],
	},
	{
		...bare(
			"a file for the model",
			base.replace("model: model", "model: rows.jsonl"),
		),
		says: ["model", "a model folder", "a file of rows", "rows.jsonl"],
	},
	{
		...yaml(
			"held-out rows that are missing",
			"data: {heldOut: {kind: file, path: no.jsonl}}\n",
		),
		spoil: (world) =>
			world.write(
				"recipe.yaml",
				"extends: sft\nmodel: model\ndata: {train: rows.jsonl, heldOut: {kind: file, path: no.jsonl}}\n",
			),
		says: ["DIR/no.jsonl", "nothing at this path"],
	},
	set("tune.rank", "a key and a value"),
	set("=4", "a key and a value"),
	set("tune..rank=4", "a key and a value"),
	set("tune.rank=[", "YAML"),
	set("__proto__.x=1", "__proto__"),
	set("tune.rank=1e9", "tune.rank"),
	set("batch.tokens=1e12", "batch.tokens"),
	set("length.count=1e300", "length.count"),
	set("data.heldOut.share=2", "data.heldOut.share"),
	set("data.limit=-1", "data.limit", "a number of rows"),
	{
		name: "a limit of less than one row",
		spoil: nothing,
		argv: train("--set", "data.limit.share=0.001"),
		says: ["data.limit", "at least one row", "a share of 0.001"],
	},
	set("seed=-1", "seed"),
	set("device.threads=1000000", "device.threads"),
];
