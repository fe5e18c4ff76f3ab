import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";

test("the word a typing mistake means", () => {
	expect(nearest("rnak", ["rank", "alpha"])).toBe("rank");
	expect(nearest("learning_rate", ["learningRate"])).toBe("learningRate");
	expect(nearest("minorsft", ["sft", "minor-sft"])).toBe("minor-sft");
});

test("nothing where no word is near", () => {
	expect(nearest("banana", ["rank", "alpha"])).toBeNull();
	expect(nearest("x", ["yes", "no"])).toBeNull();
	expect(nearest("anything", [])).toBeNull();
});

test("a very long word costs no time", () => {
	expect(nearest("r".repeat(1e6), ["rank"])).toBeNull();
});
