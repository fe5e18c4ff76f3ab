import { expect, test } from "vitest";
import { parseRecipe } from "../../recipes/parse/parse-recipe.ts";
import { seatsFor, sharesDevice } from "./seats.ts";

const machine = {
	parallel: null,
	modelBytes: 1e6,
	peakBytes: null,
	sharedDevice: false,
	cores: 8,
	memoryBytes: 10e9,
};

test("one worker for each core, as far as memory goes", () => {
	expect(seatsFor(machine)).toBe(8);
	expect(seatsFor({ ...machine, modelBytes: 1e9 })).toBe(1);
	expect(seatsFor({ ...machine, peakBytes: 2.1e9 })).toBe(3);
	expect(seatsFor({ ...machine, peakBytes: 99e9 })).toBe(1);
});

test("a device that runs share takes one; what a person asks for is done", () => {
	expect(seatsFor({ ...machine, sharedDevice: true })).toBe(1);
	expect(seatsFor({ ...machine, sharedDevice: true, parallel: 3 })).toBe(3);
});

test("trainings share the GPUs of a machine with either engine, and no CPU", () => {
	const recipe = (more: object) =>
		parseRecipe({ model: "model", data: { train: "rows.jsonl" }, ...more });
	const cpu = recipe({});
	const gpu = recipe({ device: "webgpu" });
	const torch = recipe({ engine: "torch" });
	expect(sharesDevice([cpu, cpu], 8)).toBe(false);
	expect(sharesDevice([cpu, gpu], 8)).toBe(true);
	expect(sharesDevice([cpu, torch], 8)).toBe(true);
	expect(sharesDevice([cpu, torch], 0)).toBe(false);
});
