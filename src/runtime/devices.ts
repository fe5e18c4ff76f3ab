import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { TemperError } from "../core/error.ts";
import type { Device } from "./device.ts";
import { locateRuntime } from "./locate-runtime.ts";
import * as ort from "./onnxruntime.ts";

const elsewhere = "Leave `device` out to use the CPU.";

/** Throws `device` if the installed runtime has no such device; it may still find no hardware for it. */
export function checkDevice(device: Device): void {
	const known = ort.listSupportedBackends();
	const backend = known.find(({ name }) => name === device);
	if (!backend)
		throw new TemperError("device", {
			where: `device ${device}`,
			expected: `${known.map(({ name }) => name).join(" or ")} on ${process.platform} ${process.arch}`,
			found: device,
			hint: elsewhere,
		});
	if (!backend.bundled && !hasProvider(device))
		throw new TemperError("device", {
			where: `device ${device}`,
			expected: `ONNX Runtime's ${device} provider`,
			found: "no library of that provider in the installed runtime",
			hint: `docs/devices.md has the two commands that install it. ${elsewhere}`,
		});
}

/** A provider that the npm package does not carry is a library in the folder of its binding. */
function hasProvider(device: Device): boolean {
	const binaries = join(locateRuntime().folder, "bin");
	if (!existsSync(binaries)) return false;
	return readdirSync(binaries).some((version) => {
		const folder = join(binaries, version, process.platform, process.arch);
		const library = `onnxruntime_providers_${device}`;
		return (
			existsSync(folder) &&
			readdirSync(folder).some((file) => file.includes(library))
		);
	});
}

const webgpuNeeds =
	"WebGPU needs a graphics driver: on Linux Vulkan's loader (libvulkan1) and the vendor's driver.";
const cudaNeeds = "CUDA needs NVIDIA's driver, CUDA 12 and cuDNN 9.";

/** What to tell a user whose session could not be made. */
export function sessionError(device: Device, cause: unknown): TemperError {
	if (cause instanceof TemperError) return cause;
	const reason = reasonOf(cause);
	const where = `device ${device}`;
	if (device === "webgpu" && /WebGPU adapter/.test(reason))
		return new TemperError("device", {
			where,
			expected: "a graphics device that WebGPU can use",
			found: "none",
			hint: `${webgpuNeeds} ${elsewhere}`,
			cause,
		});
	return new TemperError("device", {
		where,
		expected: "a session",
		found: reason,
		...(device === "cuda" ? { hint: `${cudaNeeds} ${elsewhere}` } : {}),
		cause,
	});
}

/** What to tell a user whose run broke off: `device` if memory ran out or the device was lost, else the cause itself. */
export function runError(device: Device, cause: unknown): unknown {
	const reason = reasonOf(cause);
	if (
		cause instanceof TemperError ||
		!/alloc|out of memory|device (was |is )?lost/i.test(reason)
	)
		return cause;
	return new TemperError("device", {
		where: `device ${device}`,
		expected: "memory for a micro-batch",
		// Without the operation and the place in the runtime's own source.
		found: /failed to allocate.*/i.exec(reason)?.[0] ?? reason,
		hint: `Fewer tokens in a micro-batch, shorter rows${device === "cpu" ? ", `device.sessions: 1`" : ""} or \`recompute: true\` need less.`,
		cause,
	});
}

/** The first line, without the place in the runtime's own source that it begins with. */
function reasonOf(cause: unknown): string {
	const text = cause instanceof Error ? cause.message : String(cause);
	return (text.split("\n")[0] as string)
		.replace(/^\/\S+:\d+ .*? was false\. /, "")
		.replace(/\.$/, "");
}
