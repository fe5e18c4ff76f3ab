import { expect, test } from "vitest";
import { tolerancesOf } from "./gate.ts";
import { runCli } from "./program.ts";
import { fakeContext } from "./testing/fake-context.ts";

test("a tolerance is for all axes, or for one by name", () => {
	expect(tolerancesOf([])).toEqual({ tolerance: 0.02, tolerances: {} });
	expect(tolerancesOf(["0.05", "general=0.1", "a=b=0"])).toEqual({
		tolerance: 0.05,
		tolerances: { general: 0.1, "a=b": 0 },
	});
	for (const bad of ["", "x", "-1", "general=", "general=-0.1"])
		expect(() => tolerancesOf([bad])).toThrow(/expected a number, 0 or above/);
});

test("a level that is none, and a tolerance of an axis that is none, are refused", async () => {
	const level = fakeContext();
	expect(await runCli(["gate", "r", "--alpha", "0.7"], level)).toBe(2);
	expect(level.err()).toContain("above 0 and below 0.5");
	const axis = fakeContext();
	const args = ["gate", "r", "--tolerance", "fact=0.1"];
	expect(await runCli(args, axis)).toBe(2);
	expect(axis.err()).toContain(
		"expected the name of a task: general, found fact",
	);
});
