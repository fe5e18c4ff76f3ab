import { describe, expect, test } from "vitest";
import { parsePilot } from "../parse/parse-pilot.ts";
import { parseRecipe } from "../parse/parse-recipe.ts";
import { namedArms } from "../pilot-arms.ts";
import { presetNames } from "../presets.ts";
import { objectiveKinds, usualOptions } from "../schemas/objective-options.ts";
import { learningRateOf, settingsOf } from "./objective-defaults.ts";

const minimal = { model: "m", data: { train: "rows.jsonl" } };

/** What grpo has no default for. */
const given = (kind: string) =>
	kind === "grpo" ? { kind, reward: "numeric" } : { kind };

const whole = (kind: string) =>
	parseRecipe({ ...minimal, objective: given(kind) });

/** A value of a recipe by its key: `objective.clip.low`. */
const valueAt = (value: unknown, key: string) =>
	key
		.split(".")
		.reduce<unknown>(
			(inner, name) => (inner as Record<string, unknown>)[name],
			value,
		);

describe.each(objectiveKinds())("%s", (kind) => {
	test("is the same training as an objective, as a preset, by extends and as an arm of a pilot", () => {
		const recipe = whole(kind);
		expect(parseRecipe(minimal, { preset: kind })).toEqual(recipe);
		expect(parseRecipe({ ...minimal, extends: kind })).toEqual(recipe);
		const pilot = parsePilot({
			...minimal,
			tasks: ["t.yaml"],
			arms: [{ name: kind, objective: given(kind) }],
		});
		expect(pilot.arms[0]?.recipe).toEqual(recipe);
		const [arm] = namedArms([kind], () => "pilot.yaml");
		expect(arm?.parts).toEqual({ objective: kind });
	});

	test("a recipe has the values of the table", () => {
		const recipe = whole(kind);
		for (const { key, ours } of settingsOf(kind)) {
			const tuned = /\((\w+)\)$/.exec(key)?.[1] as "lora" | "full" | undefined;
			if (tuned === undefined)
				expect([key, valueAt(recipe, key)]).toEqual([key, ours]);
			else expect(learningRateOf(kind, tuned)).toBe(ours);
		}
	});

	test("the table has every option that the schema gives a default", () => {
		const keys = settingsOf(kind).map(({ key }) => key);
		const flat = (value: object, above: string): string[] =>
			Object.entries(value).flatMap(([name, inner]) =>
				typeof inner === "object" && inner !== null
					? flat(inner, `${above}.${name}`)
					: [`${above}.${name}`],
			);
		const { kind: _, reference: __, ...options } = usualOptions(kind);
		expect(
			keys.filter((key) => key.startsWith("objective.")).toSorted(),
		).toEqual(flat(options, "objective").toSorted());
	});

	test("what differs from the paper, or from TRL where the paper says nothing, has a reason", () => {
		const silent = settingsOf(kind).filter(
			({ ours, paper, trl, why }) =>
				why === undefined &&
				(paper === undefined
					? trl !== undefined && trl !== ours
					: paper !== ours),
		);
		expect(silent.map(({ key }) => key)).toEqual([]);
	});
});

describe("the schedule is the objective's", () => {
	const scheduleOf = (
		objective: string,
		schedule: unknown,
		overrides: string[] = [],
	) =>
		parseRecipe(
			{
				...minimal,
				objective,
				...(schedule === undefined ? {} : { schedule }),
			},
			{ overrides },
		).schedule;

	test("where a recipe leaves it, or a part of it, out", () => {
		expect(scheduleOf("sft", undefined)).toEqual({
			kind: "cosine",
			warmup: 0.03,
		});
		expect(scheduleOf("dft", undefined)).toEqual({
			kind: "cosine",
			warmup: 0.1,
		});
		expect(scheduleOf("dft", "linear")).toEqual({
			kind: "linear",
			warmup: 0.1,
		});
		expect(scheduleOf("dft", { warmup: 0.2 })).toEqual({
			kind: "cosine",
			warmup: 0.2,
		});
		expect(scheduleOf("sft", undefined, ["objective=dpo"])).toEqual({
			kind: "cosine",
			warmup: 0.1,
		});
	});

	test("of each stage, that of its own objective", () => {
		const { schedule } = parseRecipe(
			{ ...minimal, extends: "dft" },
			{
				overrides: ["objective=sft"],
			},
		);
		expect(schedule.warmup).toBe(0.03);
	});
});

test("a preset that no objective has is answered with the nearest one", () => {
	expect(() => parseRecipe(minimal, { preset: "dff" })).toThrow(
		`--preset: expected a preset: one of ${presetNames().join(", ")}, found "dff". Did you mean dft?`,
	);
});

test("learning rates follow from the objective and from what is tuned", () => {
	expect(learningRateOf("dft", "full")).toBe(5e-5);
	expect(learningRateOf("dft", "lora")).toBe(2e-4);
});
