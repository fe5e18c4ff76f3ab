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

it("an error of one is the error of all", async () => {
	const fail = async (item: number) => {
		if (item === 2) throw new Error("two");
		return item;
	};
	await expect(sideBySide(2, [1, 2, 3], fail)).rejects.toThrow("two");
});
