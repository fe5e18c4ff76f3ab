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

it("only the CPU has threads", () => {
	expect(deviceOf({ kind: "cpu", threads: 3 }).threads).toBe(3);
	const { device } = recipeSchema.shape;
	expect(device.safeParse({ kind: "cuda", threads: 3 }).success).toBe(false);
});
