import { expect, test } from "vitest";
import { Kept } from "./kept.ts";

test("what was not asked for the longest gives way when the limit is passed", () => {
	const kept = new Kept<string>(10);
	kept.set("a", "A", 4);
	kept.set("b", "B", 4);
	expect(kept.get("a")).toBe("A");
	kept.set("c", "C", 4);
	expect(kept.get("b")).toBeUndefined();
	expect([kept.get("a"), kept.get("c")]).toEqual(["A", "C"]);
	kept.set("a", "A2", 6);
	expect([kept.get("a"), kept.get("c")]).toEqual(["A2", "C"]);
});

test("a value beyond the limit is not kept and displaces nothing but its predecessor", () => {
	const kept = new Kept<number>(10);
	kept.set("a", 1, 5);
	kept.set("b", 2, 5);
	kept.set("b", 3, 11);
	expect([kept.get("a"), kept.get("b")]).toEqual([1, undefined]);
});
