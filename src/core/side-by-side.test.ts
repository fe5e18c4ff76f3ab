import { expect, it } from "vitest";
import { sideBySide } from "./side-by-side.ts";

it("computes as many at a time as it is told, and keeps the order of the results", async () => {
	let [now, most] = [0, 0];
	const results = await sideBySide(2, [30, 1, 1, 20, 1], async (ms, index) => {
		most = Math.max(most, ++now);
		await new Promise((resolve) => setTimeout(resolve, ms));
		now--;
		return `${index}: ${ms}`;
	});
	expect(most).toBe(2);
	expect(results).toEqual(["0: 30", "1: 1", "2: 1", "3: 20", "4: 1"]);
});

it("after an error nothing is begun, and what is under way ends first", async () => {
	const ended: number[] = [];
	const compute = async (item: number) => {
		if (item === 2) throw new Error("two");
		await new Promise((resolve) => setTimeout(resolve, 20));
		ended.push(item);
	};
	const all = sideBySide(3, [1, 2, 3, 4, 5], compute);
	await expect(all).rejects.toThrow("two");
	expect(ended).toEqual([1, 3]);
});
