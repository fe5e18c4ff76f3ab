import { existsSync, readFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { TemperError } from "../../core/error.ts";
import {
	findProgram,
	setupFolder,
	torchLock,
	type Variables,
} from "../../engine/torch/environment.ts";
import { pythonVersions } from "../../engine/torch/inspect-python.ts";
import { showBytes } from "../terminal/units.ts";
import { basePython, requirePythonWords } from "./base-python.ts";
import type { ToolCommand } from "./run-tool.ts";

/** How an environment will be made. */
export interface SetupPlan {
	/** Where it will be. */
	readonly folder: string;
	readonly tool: "uv" | "pip";
	/** The Python that it is made from, in words. */
	readonly base: string;
	readonly packages: number;
	readonly sizes: Sizes;
	/** Free bytes of the disk. */
	readonly free: number;
	/** Makes an empty environment in a folder. */
	create(folder: string): ToolCommand;
	/** Installs the locked packages into the environment whose Python is named. */
	install(python: string): ToolCommand;
}

/** Bytes that are downloaded, and bytes of the environment on disk. */
interface Sizes {
	readonly download: number;
	readonly installed: number;
}

/** Measured in November 2026. Linux has the CUDA libraries, whether there is a GPU or not: the index has no other build. */
const sizesOf: Readonly<Record<string, Sizes>> = {
	linux: { download: 3.1e9, installed: 5.9e9 },
	darwin: { download: 0.2e9, installed: 0.8e9 },
	win32: { download: 0.2e9, installed: 0.86e9 },
};

export interface PlanOptions {
	/** A Python that the user named. */
	readonly python: string | undefined;
	readonly env: Variables;
	readonly signal: AbortSignal;
	readonly platform?: NodeJS.Platform;
}

const { from, below } = pythonVersions;
/** The versions, as uv writes them. */
const uvVersions = `>=${from.join(".")},<${below.join(".")}`;
/** Only what was built: a package that runs code of its own when it is installed is refused. */
const locked = [
	...["--require-hashes", "--only-binary", ":all:", "-r", torchLock],
];

/** Throws `recipe` or `device` if there is nothing to make an environment with. */
export async function planSetup(options: PlanOptions): Promise<SetupPlan> {
	const { python, env, signal, platform = process.platform } = options;
	const folder = setupFolder(env);
	const common = {
		folder,
		packages: lockedPackages(),
		sizes: sizesOf[platform] ?? (sizesOf.linux as Sizes),
		free: await freeBytes(folder),
	};
	const uv = findProgram("uv", env);
	if (uv !== null)
		return {
			...{ ...common, tool: "uv" },
			base: python ?? `${requirePythonWords}, as uv finds it`,
			create: (to) => [uv, "venv", "--python", python ?? uvVersions, to],
			install: (to) => [uv, "pip", "install", "--python", to, ...locked],
		};
	const base = await basePython(python, env, signal);
	return {
		...{ ...common, tool: "pip" },
		base: `${base.path} (${base.version})`,
		create: (to) => [base.path, "-m", "venv", to],
		install: (to) => [
			...([to, "-m", "pip", "install", "--progress-bar", "off"] as const),
			...["--disable-pip-version-check", ...locked],
		],
	};
}

/** Throws `disk` if the environment does not fit. */
export function requireSpace({ folder, tool, sizes, free }: SetupPlan): void {
	// uv links files from its cache, where they may be already; pip unpacks what it has downloaded.
	const least = sizes.installed + (tool === "pip" ? sizes.download : 0);
	if (free >= least) return;
	throw new TemperError("disk", {
		where: dirname(folder),
		expected: `${showBytes(least)} of free space`,
		found: showBytes(free),
		hint: "Set XDG_CACHE_HOME to a folder on a larger disk, or name an existing environment with TEMPER_PYTHON.",
	});
}

function lockedPackages(): number {
	const lock = readFileSync(torchLock, "utf8");
	return new Set(lock.match(/^[a-z][\w.-]*(?===)/gm)).size;
}

/** Of the disk of the nearest folder that exists. */
async function freeBytes(path: string): Promise<number> {
	let folder = path;
	while (!existsSync(folder)) folder = dirname(folder);
	const { bavail, bsize } = await statfs(folder);
	return bavail * bsize;
}
