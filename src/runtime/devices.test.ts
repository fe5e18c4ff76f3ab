import { expect, it } from "vitest";
import { TemperError } from "../core/error.ts";
import { Ops } from "../graph/ops.ts";
import type { Device } from "./device.ts";
import { checkDevice, runError } from "./devices.ts";
import { openSession } from "./open-session.ts";

async function refusal(device: Device): Promise<TemperError> {
	const ops = new Ops();
	ops.output("y", ops.exp(ops.input("x", [1])));
	const error = await openSession(ops.graph(), { device, threads: 1 }).then(
		() => null,
		(cause: unknown) => cause,
	);
	expect(error).toBeInstanceOf(TemperError);
	return error as TemperError;
}

function accepts(device: Device): boolean {
	try {
		checkDevice(device);
		return true;
	} catch {
		return false;
	}
}

it("has a CPU", () => {
	expect(() => checkDevice("cpu")).not.toThrow();
});

it.skipIf(accepts("cuda"))(
	"refuses CUDA in a sentence where its provider is not installed",
	async () => {
		const { code, message } = await refusal("cuda");
		expect(code).toBe("device");
		expect(message).toMatch(/^device cuda: expected .*, found .*\. .*CPU\.$/);
		expect(message).not.toContain("\n");
	},
);

it.skipIf(process.platform !== "linux" || !accepts("webgpu"))(
	"refuses WebGPU in a sentence where there is no driver",
	async () => {
		process.env.VK_DRIVER_FILES = "/nowhere/icd.json";
		const { code, message } = await refusal("webgpu");
		expect(code).toBe("device");
		expect(message).toBe(
			"device webgpu: expected a graphics device that WebGPU can use, found none. " +
				"WebGPU needs a graphics driver: on Linux Vulkan's loader (libvulkan1) and the vendor's driver. " +
				"Leave `device` out to use the CPU.",
		);
	},
);

it("tells a user that memory ran out, and leaves other failures as they are", () => {
	const out = new Error(
		"Failed to allocate memory for requested buffer of size 9",
	);
	expect(runError("webgpu", out)).toMatchObject({ code: "device", cause: out });
	const fault = new Error("Non-zero status code returned while running Gemm");
	expect(runError("cpu", fault)).toBe(fault);
});
