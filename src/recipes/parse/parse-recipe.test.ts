import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TemperError } from "../../core/error.ts";
import { presetNames } from "../presets.ts";
import { parseRecipe, readRecipe } from "./parse-recipe.ts";

const minimal = "model: m\ndata:\n  train: rows.jsonl\n";
const folder = mkdtempSync(join(tmpdir(), "temper-recipe-"));

function messageOf(run: () => unknown): string {
	try {
		run();
	} catch (error) {
		if (error instanceof TemperError && error.code === "recipe")
			return error.message;
		throw error;
	}
	throw new Error("expected a recipe error");
}

function refusal(text: string, overrides: string[] = []): string {
	return messageOf(() => parseRecipe(text, { where: "r.yaml", overrides }));
}

test("model and data are enough", () => {
	const recipe = parseRecipe(minimal, { folder: "/rows" });
	expect(recipe).toMatchObject({
		model: "m",
		data: {
			train: [{ path: "/rows/rows.jsonl", weight: 1 }],
			heldOut: { kind: "fraction", share: 0.05 },
			tooLong: "refuse",
		},
		objective: { kind: "sft" },
		tune: { kind: "lora", rank: 8, targets: "all-linear" },
		optimizer: { betas: [0.9, 0.999], clip: 1 },
		schedule: { kind: "cosine", warmup: 0.03 },
		batch: { rows: 16, tokens: 512 },
		length: { kind: "epochs", count: 1 },
		evaluate: { every: 50 },
		device: { kind: "cpu" },
	});
});

test("a limit is a number of rows or a share", () => {
	const limitOf = (text: string, overrides: string[] = []) =>
		parseRecipe(`${minimal}${text}`, { overrides }).data.limit;
	expect(limitOf("")).toBe(null);
	expect(limitOf("  limit: 200\n")).toEqual({ rows: 200, share: null });
	expect(limitOf("  limit: { rows: 200 }\n")).toEqual({
		rows: 200,
		share: null,
	});
	expect(limitOf("  limit: { share: 0.25 }\n")).toEqual({
		rows: null,
		share: 0.25,
	});
	expect(limitOf("  limit: { share: 0.25 }\n", ["data.limit=50"])).toEqual({
		rows: 50,
		share: null,
	});
	expect(limitOf("  limit: 50\n", ["data.limit=null"])).toBe(null);
});

describe("what is refused, and how", () => {
	const cases: [name: string, text: string, message: string][] = [
		[
			"a mistyped key",
			`${minimal}tune:\n  kind: lora\n  rnak: 4\n`,
			"r.yaml:6: expected only known keys, found tune.rnak. Did you mean rank?",
		],
		[
			"a key of another level",
			`${minimal}learning_rate: 1e-4\n`,
			"r.yaml:4: expected only known keys, found learning_rate. In a recipe this is optimizer.learningRate, as optimizer: { learningRate: 0.0001 }.",
		],

		[
			"an unknown key before a missing one",
			"modle: m\ndata: {train: a}\n",
			"r.yaml:1: expected only known keys, found modle. Did you mean model?",
		],

		[
			"an unknown word",
			`${minimal}precision: int3\n`,
			'r.yaml:4: precision: expected one of float32, mixed, int8, int4, bfloat16, nf4, found "int3". Did you mean int8?',
		],
		[
			"a negative rate",
			`${minimal}optimizer:\n  learningRate: -1e-4\n`,
			"r.yaml:5: optimizer.learningRate: expected a number above 0, found -0.0001.",
		],
		[
			"not a number",
			`${minimal}optimizer: {learningRate: .nan}\n`,
			"r.yaml:4: optimizer.learningRate: expected a number above 0, found NaN.",
		],
		[
			"infinity",
			`${minimal}optimizer: {learningRate: .inf}\n`,
			"r.yaml:4: optimizer.learningRate: expected a number above 0, found Infinity.",
		],
		[
			"rank zero",
			`${minimal}tune: {rank: 0}\n`,
			"r.yaml:4: tune.rank: expected a whole number from 1 to 4096, found 0.",
		],
		[
			"a fractional rank",
			`${minimal}tune: {rank: 1.5}\n`,
			"r.yaml:4: tune.rank: expected a whole number from 1 to 4096, found 1.5.",
		],
		[
			"beta zero",
			`${minimal}objective: {kind: minor-sft, beta: 0}\n`,
			"r.yaml:4: objective.beta: expected a number above 0, found 0.",
		],
		[
			"a key of one other kind",
			`${minimal}objective: {kind: dpo, gamma: 0.5}\n`,
			"r.yaml:4: expected only known keys, found objective.gamma. gamma belongs to kind simpo, not to dpo.",
		],
		[
			"labels that are wrong as often as right",
			`${minimal}objective: {kind: dpo, labelSmoothing: 0.5}\n`,
			"r.yaml:4: objective.labelSmoothing: expected a number from 0 up to, and without, 0.5, found 0.5.",
		],
		[
			"a beta whose inverse is no number",
			`${minimal}objective: {kind: ipo, beta: 1e-30}\n`,
			"r.yaml:4: objective.beta: expected a number from 0.00001 to 1000, found 1e-30.",
		],
		[
			"an sft term that pushes away",
			`${minimal}objective: {kind: minor-dpo, sft: -1}\n`,
			"r.yaml:4: objective.sft: expected a number, 0 or above, found -1.",
		],
		[
			"a limit of no rows",
			`${minimal}  limit: 0\n`,
			"r.yaml:4: data.limit: expected a number of rows, as 200, or a share, as { share: 0.25 }, found 0.",
		],
		[
			"a limit of half a row",
			`${minimal}  limit: { rows: 1.5 }\n`,
			"r.yaml:4: data.limit.rows: expected a whole number, 1 or above, found 1.5.",
		],
		[
			"a limit of nothing",
			`${minimal}  limit: { share: 0 }\n`,
			"r.yaml:4: data.limit.share: expected a share above 0, up to 1, found 0.",
		],
		[
			"two limits",
			`${minimal}  limit: { rows: 5, share: 0.5 }\n`,
			'r.yaml:4: data.limit: expected a number of rows, as 200, or a share, as { share: 0.25 }, found {"rows":5,"share":0.5}.',
		],
		[
			"warm-up beyond the run",
			`${minimal}schedule: {warmup: 1.5}\n`,
			"r.yaml:4: schedule.warmup: expected a share from 0 up to, and without, 1, found 1.5.",
		],
		[
			"a wrong cadence",
			`${minimal}save: often\n`,
			'r.yaml:4: save: expected steps between two, as { every: 50 }, or "end", or "never", found "often".',
		],
		[
			"text for a number",
			`${minimal}seed: lucky\n`,
			'r.yaml:4: seed: expected a whole number from 0 to 4294967295, found "lucky".',
		],
		[
			"no model",
			"data:\n  train: a\n",
			"r.yaml: model: expected a model folder or the name of a pulled model, found nothing.",
		],
		[
			"no data",
			"model: m\n",
			"r.yaml: data: expected keys with values, found nothing.",
		],
		[
			"no files",
			"model: m\ndata: {train: []}\n",
			"r.yaml:2: data.train: expected at least one file of rows, found [].",
		],
		[
			"a weight of zero",
			"model: m\ndata:\n  train:\n    - path: a\n    - {path: b, weight: 0}\n",
			"r.yaml:5: data.train.1.weight: expected a number above 0, up to 1000, found 0.",
		],
		[
			"broken YAML",
			"model: m\ndata: {train: a\n",
			"r.yaml:3: expected a recipe in YAML: keys with values, found flow map in block collection must be sufficiently indented and end with a }.",
		],
		[
			"a key twice",
			`${minimal}seed: 1\nseed: 2\n`,
			"r.yaml:5: expected a recipe in YAML: keys with values, found map keys must be unique.",
		],
		[
			"an empty file",
			"# nothing\n",
			"r.yaml: expected a recipe in YAML: keys with values, found nothing.",
		],
		[
			"a list",
			"- model: m\n",
			"r.yaml: expected a recipe in YAML: keys with values, found a bare value.",
		],
		[
			"an unknown preset",
			`extends: minorsft\n${minimal}`,
			`r.yaml:1: extends: expected a preset: one of ${presetNames().join(", ")}, found "minorsft". Did you mean minor-sft?`,
		],
	];
	test.each(cases)("%s", (_, text, message) => {
		expect(refusal(text)).toBe(message);
	});

	test("an unknown kind", () => {
		expect(refusal(`${minimal}objective: minorsft\n`)).toMatch(
			/^r\.yaml:4: objective\.kind: expected one of sft, minor-sft, dft, .*dpo.*, found "minorsft"\. Did you mean minor-sft\?$/,
		);
	});

	test("a key of other kinds", () => {
		expect(refusal(`${minimal}objective: {kind: sft, beta: 0.1}\n`)).toMatch(
			/^r\.yaml:4: expected only known keys, found objective\.beta\. beta belongs to kinds minor-sft, dpo, [\w, -]+\.$/,
		);
	});

	test("a short form on the command line, over a preset", () => {
		const refuse = (preset: string, ...overrides: string[]) =>
			messageOf(() => parseRecipe(minimal, { preset, overrides }));
		expect(refuse("dpo", "objective=irf")).toMatch(
			/^--set objective=irf: objective\.kind: expected one of .*, found "irf"\. Did you mean irft\?$/,
		);
		expect(refuse("grpo", "objective.reward=nummeric")).toMatch(
			/^--set objective\.reward=nummeric: objective\.reward\.0\.kind: .*, found "nummeric"\. Did you mean numeric\?$/,
		);
		expect(refuse("grpo", "objective.reward.kind=module")).toBe(
			"--set objective.reward.kind=module: objective.reward.0.path: expected the path of a module, found nothing.",
		);
	});

	test("aliases that grow without end", () => {
		const levels = Array.from(
			{ length: 12 },
			(_, i) => `a${i}: &a${i} [${Array(10).fill(i ? `*a${i - 1}` : "x")}]`,
		);
		expect(refusal(levels.join("\n"))).toMatch(/aliases that cannot/);
	});

	test("the prototype is no key", () => {
		expect(refusal(`${minimal}__proto__: {seed: 1}\n`)).toMatch(
			/found __proto__/,
		);
		expect(refusal(minimal, ["__proto__.seed=1"])).toMatch(/found __proto__/);
	});

	test("a circle of recipes", () => {
		writeFileSync(join(folder, "a.yaml"), `extends: ./b.yaml\n${minimal}`);
		writeFileSync(join(folder, "b.yaml"), "extends: ./a.yaml\n");
		expect(messageOf(() => readRecipe(join(folder, "a.yaml")))).toMatch(
			/a\.yaml:1: extends: expected .* ends in one that extends nothing/,
		);
	});

	test("files that are none", () => {
		mkdirSync(join(folder, "d.yaml"), { recursive: true });
		writeFileSync(join(folder, "latin.yaml"), Buffer.from([0x6d, 0xe9]));
		const message = (name: string) =>
			messageOf(() => readRecipe(join(folder, name)));
		expect(message("missing.yaml")).toMatch(/found no such file/);
		expect(message("d.yaml")).toMatch(/found a folder/);
		expect(message("latin.yaml")).toMatch(/found bytes that are not UTF-8/);
	});
});

describe("settings on the command line", () => {
	test("win over the file and are read as YAML", () => {
		const recipe = parseRecipe(`${minimal}seed: 1\n`, {
			overrides: [
				"seed=2",
				"optimizer.learningRate=1e-3",
				"optimizer.clip=null",
				"tune.targets=[q_proj, v_proj]",
				"objective=dft",
				"objective.keepEnd=true",
			],
		});
		expect(recipe.seed).toBe(2);
		expect(recipe.optimizer.learningRate).toBe(0.001);
		expect(recipe.optimizer.clip).toBeNull();
		expect(recipe.tune).toMatchObject({ targets: ["q_proj", "v_proj"] });
		expect(recipe.objective).toEqual({
			kind: "dft",
			floor: null,
			keepEnd: true,
		});
	});

	test("a changed kind leaves the settings of the old one behind", () => {
		const recipe = parseRecipe(
			`${minimal}objective: {kind: minor-sft, beta: 0.5}\n`,
			{ overrides: ["objective.kind=dft"] },
		);
		expect(recipe.objective).toEqual({
			kind: "dft",
			floor: null,
			keepEnd: false,
		});
	});

	test("errors name the setting", () => {
		expect(refusal(minimal, ["tune.rank=-1"])).toBe(
			"--set tune.rank=-1: tune.rank: expected a whole number from 1 to 4096, found -1.",
		);
		expect(refusal(minimal, ["tune.rnk=1"])).toBe(
			"--set tune.rnk=1: expected only known keys, found tune.rnk. Did you mean rank?",
		);
		expect(refusal(minimal, ["rank"])).toMatch(/expected a key and a value/);
		expect(refusal(minimal, ["=1"])).toMatch(/expected a key and a value/);
		expect(refusal(minimal, ["seed=[1"])).toMatch(/expected a value in YAML/);
	});
});

describe("presets and extends", () => {
	test("every preset stands under a recipe", () => {
		expect(presetNames()).toEqual(
			expect.arrayContaining(["dft", "dpo", "kto", "minor-sft", "sft"]),
		);
		for (const preset of presetNames()) {
			const recipe = parseRecipe(minimal, { preset });
			expect(recipe.objective.kind).toBe(preset);
		}
	});

	test("the recipe wins over what it extends, and its paths are its folder's", () => {
		mkdirSync(join(folder, "deep"), { recursive: true });
		writeFileSync(
			join(folder, "deep", "base.yaml"),
			`extends: dft\n${minimal}schedule: {warmup: 0.2}\nseed: 5\n`,
		);
		writeFileSync(
			join(folder, "top.yaml"),
			"extends: deep/base.yaml\nseed: 6\n",
		);
		const recipe = readRecipe(join(folder, "top.yaml"));
		expect(recipe.objective.kind).toBe("dft");
		expect(recipe.schedule.warmup).toBe(0.2);
		expect(recipe.seed).toBe(6);
		expect(recipe.data.train[0]?.path).toBe(join(folder, "deep", "rows.jsonl"));
	});

	test("a checked recipe is a recipe", () => {
		const once = parseRecipe(minimal, { preset: "minor-sft" });
		expect(parseRecipe({ ...once })).toEqual(once);
	});
});
