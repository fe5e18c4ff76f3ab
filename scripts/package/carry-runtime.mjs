// Copies ONNX Runtime's binding into vendor/, for the published package: the npm package of the runtime has an install
// script that downloads CUDA, and a package cannot switch off the scripts of its dependencies.
import {
	cpSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);

/** The same bytes as libonnxruntime.1.dylib, which is the name that the binding loads. */
const repeated = /^libonnxruntime\.\d+\.\d+\.\d+\.dylib$/;
/**
 * Providers that an install script may have downloaded, files for developers of the runtime, and DirectML, which
 * onnxruntime.dll loads only when a session asks for it: Temper never does.
 */
const left = /providers|\.map$|\.d\.ts$|DirectML\.dll$/;

export function carryRuntime(root) {
	const from = dirname(require.resolve("onnxruntime-node/package.json"));
	const to = join(root, "vendor", "onnxruntime-node");
	rmSync(to, { recursive: true, force: true });
	for (const folder of ["bin", "dist"])
		cpSync(join(from, folder), join(to, folder), {
			recursive: true,
			filter: (path) =>
				!left.test(path) && !repeated.test(path.split(/[\\/]/).at(-1)),
		});
	const { name, version, main, license } = JSON.parse(
		readFileSync(join(from, "package.json"), "utf8"),
	);
	writeFileSync(
		join(to, "package.json"),
		`${JSON.stringify({ name, version, main, license, private: true }, null, "\t")}\n`,
	);
	return readdirSync(join(to, "bin"), { recursive: true }).filter((file) =>
		file.endsWith(".node"),
	);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
	carryRuntime(process.argv[2]);
