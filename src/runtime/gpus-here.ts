import { readdirSync } from "node:fs";

/**
 * How many NVIDIA GPUs programs on this machine may use: those that CUDA_VISIBLE_DEVICES lists, otherwise those that the
 * system offers.
 */
export function gpusHere(
	visible: string | undefined = process.env.CUDA_VISIBLE_DEVICES,
	devices = "/dev",
): number {
	if (visible !== undefined) {
		// A negative number hides all that follow it, too.
		const listed = visible.split(",").map((one) => one.trim());
		const end = listed.findIndex((one) => one === "" || one.startsWith("-"));
		return end < 0 ? listed.length : end;
	}
	try {
		return readdirSync(devices).filter((name) => /^nvidia\d+$/.test(name))
			.length;
	} catch {
		return 0;
	}
}
