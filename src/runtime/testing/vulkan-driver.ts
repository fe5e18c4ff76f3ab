import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { constants, homedir } from "node:os";
import { dirname, join } from "node:path";
import { Ops } from "../../graph/ops.ts";
import { locateRuntime } from "../locate-runtime.ts";
import { lower } from "../lower/lower.ts";

/** A way to reach a graphics device. */
export interface GraphicsDriver {
	/** Manifest of a Vulkan driver; null leaves the search to the system. */
	readonly manifest: string | null;
	/** A Vulkan loader to use instead of the system's. */
	readonly loader: string | null;
}

export type FoundDriver =
	| { readonly kind: "found"; readonly driver: GraphicsDriver }
	| { readonly kind: "none"; readonly reason: string };

/**
 * A driver with which WebGPU works: the system's own (or the one that VK_DRIVER_FILES names), else the software driver
 * that a Chromium browser carries. Each is tried in a process of its own, since a bad one may take its process down.
 */
export function findGraphicsDriver(): FoundDriver {
	const driver = candidates().find(works);
	if (driver) return { kind: "found", driver };
	const looked = [...systemFolders(), ...browserFolders()].join(", ");
	const reason = process.env.VK_DRIVER_FILES
		? `WebGPU finds no device with VK_DRIVER_FILES=${process.env.VK_DRIVER_FILES}`
		: `WebGPU finds no device: no usable Vulkan driver in ${looked}`;
	return { kind: "none", reason };
}

/** Makes sessions of this process use the driver. To be called before the first one. */
export function useGraphicsDriver({ manifest, loader }: GraphicsDriver): void {
	if (loader !== null) preload(loader);
	if (manifest !== null) process.env.VK_DRIVER_FILES = manifest;
}

function candidates(): GraphicsDriver[] {
	const system = { manifest: null, loader: null };
	const named = process.env.VK_DRIVER_FILES;
	if (named) return [system, { manifest: named, loader: loaderBeside(named) }];
	const software = browserFolders()
		.map((folder) => join(folder, "vk_swiftshader_icd.json"))
		.filter((manifest) => existsSync(manifest))
		.map((manifest) => ({ manifest, loader: loaderBeside(manifest) }));
	return [system, ...software];
}

function loaderBeside(manifest: string): string | null {
	const loader = join(dirname(manifest), "libvulkan.so.1");
	return existsSync(loader) ? loader : null;
}

/** Where Vulkan's loader looks by itself. */
function systemFolders(): string[] {
	const roots = ["/etc", "/usr/local/share", "/usr/share"];
	return roots.map((root) => join(root, "vulkan/icd.d"));
}

function browserFolders(): string[] {
	const playwright = join(homedir(), ".cache/ms-playwright");
	const downloaded = existsSync(playwright) ? readdirSync(playwright) : [];
	return [
		"/usr/lib/chromium",
		"/usr/lib/chromium-browser",
		"/opt/google/chrome",
		...downloaded.map((name) => join(playwright, name, "chrome-linux")),
	];
}

/** RTLD_NOW and RTLD_NODELETE: the library stays although it is no Node addon, which Node reports as a failure. */
const preloadFlags = constants.dlopen.RTLD_NOW | 0x1000;

function preload(library: string): void {
	try {
		process.dlopen({ exports: {} }, library, preloadFlags);
	} catch {
		// Where it could not be loaded, the session that needs it fails and says so.
	}
}

function works(driver: GraphicsDriver): boolean {
	const ops = new Ops();
	ops.output("y", ops.exp(ops.input("x", [1])));
	const { encode } = lower(ops.graph(), "webgpu", "");
	const { status } = spawnSync(process.execPath, ["-e", trial(driver)], {
		input: encode(),
		env: {
			...process.env,
			...(driver.manifest === null ? {} : { VK_DRIVER_FILES: driver.manifest }),
		},
		timeout: 120_000,
		stdio: ["pipe", "ignore", "ignore"],
	});
	return status === 0;
}

/** A program that runs the model that it is given on WebGPU, and succeeds where the result is right. */
function trial({ loader }: GraphicsDriver): string {
	const runtime = locateRuntime().folder;
	const text = JSON.stringify;
	return `
const loader = ${text(loader)};
if (loader !== null)
	try { process.dlopen({ exports: {} }, loader, ${preloadFlags}); } catch {}
const ort = require(${text(runtime)});
(async () => {
	const model = require("node:fs").readFileSync(0);
	const session = await ort.InferenceSession.create(model, { executionProviders: ["webgpu"] });
	const { y } = await session.run({ x: new ort.Tensor("float32", [0], [1]) });
	process.exit(Math.abs(y.data[0] - 1) < 1e-6 ? 0 : 1);
})().catch(() => process.exit(1));`;
}
