import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Evidence } from "../../studies/gate/evidence.ts";
import { runCli } from "../program.ts";
import { fakeContext } from "../testing/fake-context.ts";
import { tolerancesOf } from "./gate.ts";

test("a tolerance is for all axes, or for one by name", () => {
	expect(tolerancesOf([])).toEqual({ tolerance: 0.02, tolerances: {} });
	expect(tolerancesOf(["0.05", "general=0.1", "a=b=0"])).toEqual({
		tolerance: 0.05,
		tolerances: { general: 0.1, "a=b": 0 },
	});
	for (const bad of ["", "x", "-1", "20", "general=", "general=-0.1"])
		expect(() => tolerancesOf([bad])).toThrow(/expected a number from 0 to 1/);
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

/** A folder that goes with the test. */
function testFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), "temper-gate-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

const evidence = {
	verdict: { ship: true, alpha: 0.05, conditions: [] },
	notes: ["general is too favourable."],
	sentences: ["Ship: every condition holds."],
} as unknown as Evidence;

test("nothing is measured where the evidence cannot be written", async () => {
	const context = fakeContext();
	const file = join(testFolder(), "no", "e.json");
	expect(await runCli(["gate", "r", "--evidence", file], context)).toBe(2);
	expect(context.err()).toMatch(
		/no.e\.json: expected a writable path, found nothing at this path/,
	);
});

test("the verdict is shown though its file can no longer be written", async () => {
	const folder = testFolder();
	const file = join(folder, "e.json");
	const whole = fakeContext({ gate: async () => evidence });
	expect(await runCli(["gate", "r", "--evidence", file], whole)).toBe(0);
	expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(evidence);
	const context = fakeContext({
		gate: async () => {
			rmSync(folder, { recursive: true });
			return evidence;
		},
	});
	expect(await runCli(["gate", "r", "--evidence", file], context)).toBe(2);
	expect(context.out()).toContain("general is too favourable.");
	expect(context.out()).toContain("Ship: every condition holds.");
	expect(context.err()).toContain("e.json");
});
