import { expect, test, vi } from "vitest";
import { limitTime } from "./time-limit.ts";

test("ends after its time, once, unless called off", () => {
	vi.useFakeTimers();
	try {
		const ended: string[] = [];
		limitTime(1000, () => ended.push("first"));
		const callOff = limitTime(1000, () => ended.push("second"));
		vi.advanceTimersByTime(999);
		expect(ended).toEqual([]);
		callOff();
		vi.advanceTimersByTime(10_000);
		expect(ended).toEqual(["first"]);
	} finally {
		vi.useRealTimers();
	}
});

test("time in which the process stood still does not count", async () => {
	let ended = false;
	const callOff = limitTime(200, () => {
		ended = true;
	});
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
	await new Promise((resolve) => setTimeout(resolve, 40));
	callOff();
	expect(ended).toBe(false);
});
