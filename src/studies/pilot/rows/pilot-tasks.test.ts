import { expect, test } from "vitest";
import { fakePilot } from "../testing/fake-workers.ts";
import { readTasks } from "./pilot-tasks.ts";

test("a task of general rows is added, and may have a tolerance of its own", () => {
	const pilot = fakePilot({ gate: { tolerances: { general: 0.1 } } });
	expect(readTasks(pilot).map(({ name }) => name)).toEqual(["t", "general"]);
});

test.each(["t", "nope"])(
	"a tolerance of %s, which need not stay, is refused",
	(name) => {
		const pilot = fakePilot({ gate: { tolerances: { [name]: 0.1 } } });
		expect(() => readTasks(pilot)).toThrow(
			`gate.tolerances: expected the names of measures that must not get worse: general, found ${name}`,
		);
	},
);
