import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A folder that holds ONNX Runtime's binding for Node, and its version. */
export interface RuntimeFolder {
	readonly folder: string;
	readonly version: string;
}

const require = createRequire(import.meta.url);

const packageRoot = fileURLToPath(new URL("../..", import.meta.url));
/** The copy that the published package carries: it needs no install script and no download. */
const carried = join(packageRoot, "vendor", "onnxruntime-node");

/**
 * The `onnxruntime-node` installed next to Temper if it has the version that Temper is tested with, since it may bring
 * CUDA; otherwise the copy that the package carries. Loads nothing.
 */
export function locateRuntime(): RuntimeFolder {
	const { dependencies } = packageJson(packageRoot);
	const version = dependencies["onnxruntime-common"];
	const installed = installedFolder();
	const suits =
		installed !== null && packageJson(installed).version === version;
	return { folder: suits ? installed : carried, version };
}

function installedFolder(): string | null {
	try {
		return dirname(require.resolve("onnxruntime-node/package.json"));
	} catch {
		return null;
	}
}

const packageJson = (folder: string) =>
	JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
