import { expect, test } from "vitest";
import { LookUp } from "./look-up.ts";

test("drafts what followed the last tokens before, as their latest place has it", () => {
	const look = new LookUp(Int32Array.of(1, 2, 3, 4, 5, 9, 2, 3, 7, 8, 0, 2, 3));
	expect(look.draft(3)).toEqual([7, 8, 0]);
	expect(look.draft(1)).toEqual([7]);
	look.push(4);
	// Three tokens are looked up before two.
	expect(look.draft(3)).toEqual([5, 9, 2]);
	look.push(6);
	expect(look.draft(3)).toEqual([]);
});

test("a draft ends where the row ends", () => {
	const look = new LookUp(Int32Array.of(1, 2, 1, 2));
	expect(look.draft(3)).toEqual([1, 2]);
	expect(new LookUp(Int32Array.of(5)).draft(3)).toEqual([]);
});

test("drafts pause after failures, twice as long each time, and grow while they are right", () => {
	const look = new LookUp(Int32Array.from({ length: 40 }, (_, i) => i % 10));
	const pauseAfterFailure = () => {
		look.judge(3, 0);
		let steps = 0;
		while (look.draft(3).length === 0) steps++;
		return steps;
	};
	expect([1, 2, 3, 4].map(pauseAfterFailure)).toEqual([1, 2, 4, 8]);
	look.judge(3, 3);
	expect(look.draft(9)).toHaveLength(6);
	look.judge(6, 6);
	expect(look.draft(9)).toHaveLength(7);
	look.judge(7, 2);
	expect(look.draft(9)).toHaveLength(3);
	expect(pauseAfterFailure()).toBe(1);
	for (let i = 0; i < 20; i++) pauseAfterFailure();
	expect(pauseAfterFailure()).toBe(64);
});
