import { expect, it } from "vitest";
import { deviceOf, devices } from "../../runtime/device.ts";
import { recipeSchema } from "./recipe-schema.ts";

it("a recipe names the devices of the list and no others", () => {
	const { device } = recipeSchema.shape;
	for (const kind of devices)
		expect(deviceOf(device.parse({ kind }))).toEqual({
			device: kind,
			threads: null,
		});
	expect(device.safeParse({ kind: "tpu" }).success).toBe(false);
});

it("only the CPU has threads and sessions", () => {
	expect(deviceOf({ kind: "cpu", threads: 3, sessions: 1 })).toEqual({
		...{ device: "cpu", threads: 3, sessions: 1 },
	});
	const { device } = recipeSchema.shape;
	expect(device.safeParse({ kind: "cpu", sessions: 0 }).success).toBe(false);
	expect(device.safeParse({ kind: "webgpu", sessions: 1 }).success).toBe(false);
	expect(device.safeParse({ kind: "cuda", threads: 3 }).success).toBe(false);
});
