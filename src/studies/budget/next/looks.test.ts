import { expect, test } from "vitest";
import { levelOfLook, lookAt, stopError } from "./looks.ts";

test("levels of all looks together are the error that is allowed", () => {
	expect(levelOfLook(1)).toBeCloseTo(0.0304, 4);
	expect(levelOfLook(2)).toBeCloseTo(0.0076, 4);
	let sum = 0;
	for (let look = 1; look <= 100_000; look++) sum += levelOfLook(look);
	expect(sum).toBeLessThan(stopError);
	expect(sum).toBeCloseTo(stopError, 5);
});

test("looking again at the same state is the same look", () => {
	const first = lookAt([], "a");
	expect(first).toEqual({ look: 1, record: ["a"] });
	const second = lookAt(first.record, "b");
	expect(second).toEqual({ look: 2, record: ["a", "b"] });
	expect(lookAt(second.record, "a")).toEqual({ look: 1, record: ["a", "b"] });
	expect(lookAt(second.record, "b").look).toBe(2);
});
