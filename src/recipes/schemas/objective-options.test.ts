import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { objectiveOf } from "../resolve/objective-of.ts";
import {
	objectiveKinds,
	objectiveOptions,
	usualOptions,
} from "./objective-options.ts";
import { objectiveSchema } from "./objective-schema.ts";

test.each(objectiveKinds())(
	"usual options of %s are what the schema fills in",
	(kind) => {
		const required = objectiveOptions(kind).filter(
			({ usual }) => usual === undefined,
		);
		const given = kind === "grpo" ? { reward: "exact" } : {};
		expect(required.map(({ key }) => key)).toEqual(Object.keys(given));
		const { reward: _, ...filled } = objectiveSchema.parse({
			kind,
			...given,
		}) as Record<string, unknown>;
		expect(usualOptions(kind)).toEqual(filled);
	},
);

test("options say their default and what they may be", () => {
	const option = (kind: "dft" | "psft" | "grpo", key: string) =>
		objectiveOptions(kind).find((one) => one.key === key);
	expect(option("dft", "floor")).toMatchObject({
		usual: null,
		values: "a number from 0 below 1, or null",
	});
	expect(option("psft", "roundSteps")).toMatchObject({
		usual: 4,
		values: "a whole number from 2",
	});
	expect(option("grpo", "clip.low")).toMatchObject({
		usual: 0.2,
		values: "a number above 0 up to 1",
	});
	expect(option("grpo", "normalise")?.values).toBe("tokens, answers");
	expect(option("grpo", "reward")?.values).toMatch(/^exact, .*, or a list$/);
	expect(option("dft", "kind")).toBeUndefined();
});

test.each(objectiveKinds())(
	"docs/recipes.md gives the meaning of every option of %s as the schema has it",
	(kind) => {
		const page = readFileSync(
			new URL("../../../docs/recipes.md", import.meta.url),
			"utf8",
		);
		const rows = page.replaceAll("`", "").split("\n");
		for (const { key, meaning } of objectiveOptions(kind)) {
			expect(meaning).toMatch(/^\w/);
			const own = rows.filter(
				(row) =>
					row.startsWith(`| objective.${key} |`) &&
					new RegExp(`[ ,]${kind}[:,]`).test(row.split("|")[3] ?? ""),
			);
			expect(own.map((row) => row.includes(`: ${meaning}`))).toEqual([true]);
		}
	},
);

test("exactly the objectives whose beta multiplies a sum over an answer say so", () => {
	const kinds = objectiveKinds().filter((kind) => {
		const reward = [{ kind: "regex", pattern: "e" }];
		const recipe = { reward, ...usualOptions(kind), kind };
		return objectiveOf(recipe as never).sumFactor !== undefined;
	});
	expect(kinds.toSorted()).toEqual(
		["dpo", "hinge", "irft", "kto", "minor-dpo", "minor-sft"].toSorted(),
	);
});
