import { expect, test } from "vitest";
import { mergeRecipes, mergeSettings } from "./merge-recipes.ts";

const length = { kind: "epochs", count: 1 };

test("a part whose kind changes starts afresh; one that keeps it is laid over key by key", () => {
	const over = { length: { kind: "steps" } };
	expect(mergeRecipes({ length }, over)).toEqual(over);
	expect(mergeRecipes({ length }, { length: { count: 3 } })).toEqual({
		length: { kind: "epochs", count: 3 },
	});
});

test("a word for a kind takes options", () => {
	expect(
		mergeRecipes({ objective: "dpo" }, { objective: { beta: 0.2 } }),
	).toEqual({ objective: { kind: "dpo", beta: 0.2 } });
});

test.each([
	["before", [{ length: { kind: "steps" } }, { length: { count: 60 } }]],
	["after", [{ length: { count: 60 } }, { length: { kind: "steps" } }]],
])("settings mean the same with the kind %s its options", (_, settings) => {
	expect(mergeSettings({ length, seed: 1 }, settings)).toEqual({
		...{ length: { kind: "steps", count: 60 }, seed: 1 },
	});
});

test("of two settings the later counts", () => {
	expect(mergeSettings({}, [{ seed: 1 }, { seed: 2 }])).toEqual({ seed: 2 });
});
