import { type BadCase, nothing, train } from "../bad-case.ts";

/** With these, a process on Linux finds no graphics hardware, whatever the machine has. */
export const withoutDevices = {
	VK_DRIVER_FILES: "/nonexistent",
	VK_ICD_FILENAMES: "/nonexistent",
	CUDA_VISIBLE_DEVICES: "",
};

/** Devices that are asked for where there are none. */
export const devices: readonly BadCase[] = ["webgpu", "cuda"].map((device) => ({
	name: `device ${device}`,
	spoil: nothing,
	argv: train("--set", `device=${device}`),
	says: [`device ${device}`, "expected", "found"],
}));
