import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TemperError } from "../../core/error.ts";
import { parseRecipe, parseStages } from "../parse/parse-recipe.ts";
import { resolveRecipe } from "./resolve-recipe.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-leash-recipe-"));
const model = join(folder, "tiny");
mkdirSync(model);
writeFileSync(join(model, "config.json"), "{}");

const base = `model: ${model}\ndata:\n  train: rows.jsonl\n`;

function resolved(text: string, overrides: string[] = [], preset?: string) {
	const recipe = parseRecipe(base + text, {
		...{ where: "r.yaml", folder, overrides },
		...(preset === undefined ? {} : { preset }),
	});
	return resolveRecipe(recipe, { folder, cores: 2 });
}

function refusal(text: string, overrides: string[] = []): string {
	try {
		resolved(text, overrides);
	} catch (error) {
		if (error instanceof TemperError && error.code === "recipe")
			return error.message;
		throw error;
	}
	throw new Error("expected a recipe error");
}

const bound = "leash: { kl: 0.05 }\n";
const steering = "leash: { kl: 0.05, how: steer }\n";

test("without a leash nothing is held and options keep their numbers", () => {
	const { recipe } = resolved("objective: minor-sft\n");
	expect(recipe.leash).toBeNull();
	expect(recipe.objective).toEqual({
		...{ kind: "minor-sft", beta: 0.05, reference: null },
	});
});

test.each([
	["minor-sft", "beta"],
	["asft", "lambda"],
])("a leash may steer what %s has, and says so", (kind, option) => {
	const { recipe, derived } = resolved(`objective: ${kind}\n${steering}`);
	expect(recipe.leash).toMatchObject({ kl: 0.05, how: "steer", every: null });
	expect(recipe.objective).toMatchObject({ kind, [option]: null });
	expect(derived).toContainEqual({
		...{ key: `objective.${option}`, value: "steered", from: "leash" },
	});
});

test.each(["sft", "dft", "dpo", "irft", "minor-sft"])(
	"%s is held by a penalty where nothing else is said",
	(kind) => {
		const { recipe } = resolved(`objective: ${kind}\n${bound}`);
		expect(recipe.leash?.how).toBe("penalty");
	},
);

test("a penalty beside an option leaves the option its number", () => {
	const { recipe } = resolved(
		`objective: { kind: minor-sft, beta: 0.2 }\n${bound}`,
	);
	expect(recipe.objective).toMatchObject({ beta: 0.2 });
});

test("a leash takes the place of a preset's number, and of one that it is laid over", () => {
	const preset = resolved(steering, [], "minor-sft");
	expect(preset.recipe.objective).toMatchObject({ beta: null });
	const over = resolved("objective: { kind: minor-sft, beta: 0.2 }\n", [
		"leash={kl: 0.05, how: steer}",
	]);
	expect(over.recipe.objective).toMatchObject({ beta: null });
});

test("resolving again changes nothing; nor does reading the stages that were written", () => {
	const text = `objective: minor-sft\n${steering}`;
	const { recipe } = resolved(text);
	const again = parseRecipe(recipe as unknown as Record<string, unknown>);
	expect(resolveRecipe(again, { folder, cores: 2 }).recipe).toEqual(recipe);
	const [stage] = parseStages(
		`${base}stages:\n  - objective: minor-sft\n    leash: { retention: 0.1 }\n`,
		{ folder },
	);
	expect(parseRecipe(stage as unknown as Record<string, unknown>)).toEqual(
		stage,
	);
	expect(stage?.leash).toMatchObject({ kl: null, retention: 0.1 });
});

test("its rows are relative to the file that names them", () => {
	const { recipe } = resolved("leash: { kl: 0.05, rows: more.jsonl }\n");
	expect(recipe.leash?.rows).toBe(join(folder, "more.jsonl"));
});

describe("what is refused, and how", () => {
	test.each([
		[
			"an option beside the leash that steers it",
			`objective: { kind: minor-sft, beta: 0.1 }\n${steering}`,
			[],
			"r.yaml:4: expected objective.beta or a leash that steers it, found both",
		],
		[
			"an option after it",
			`objective: asft\n${steering}`,
			["objective.lambda=2"],
			"--set objective.lambda=2: expected objective.lambda or a leash that steers it, found both",
		],
		[
			"an option that nobody steers",
			"objective: { kind: minor-sft, beta: null }\n",
			[],
			"r.yaml: objective.beta: expected a number, because no leash steers it, found null",
		],
		[
			"two bounds",
			"leash: { kl: 0.05, retention: 0.1 }\n",
			[],
			"r.yaml:4: leash: expected one bound, kl or retention, in nats per token",
		],
		[
			"no bound",
			"leash: { every: 5 }\n",
			[],
			"r.yaml:4: leash: expected one bound, kl or retention, in nats per token",
		],
		[
			"a bound of 0",
			"leash: { kl: 0 }\n",
			[],
			"r.yaml:4: leash.kl: expected a number above 0, up to 1000, found 0",
		],
		[
			"a mistyped key",
			"leash: { kll: 0.05 }\n",
			[],
			"r.yaml:4: expected only known keys, found leash.kll. Did you mean kl?",
		],
		[
			"nothing to measure on",
			bound,
			["data.general=null"],
			"leash: expected data.general, the rows on which it is measured how far the model moves, found null",
		],
		[
			"steering what has nothing to steer",
			"leash: { kl: 0.05, how: steer }\n",
			[],
			"leash.how: expected penalty or stop with sft, which has no option to steer, found steer",
		],
		[
			"rows that nothing holds",
			"leash: { kl: 0.05, how: stop, rows: more.jsonl }\n",
			[],
			"leash.rows: expected leash.how: penalty, the only kind with penalty rows, found stop",
		],
		[
			"a reward model",
			`objective: reward-model\n${bound}`,
			[],
			"leash: expected an objective that trains a policy, found reward-model",
		],
	])("%s", (_, text, overrides, message) => {
		expect(refusal(text, overrides)).toContain(message);
	});
});
