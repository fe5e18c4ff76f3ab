import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The arguments of Node that start a worker: the compiled module, or its source, which tsx loads. */
export function workerArguments(): string[] {
	const compiled = !import.meta.url.endsWith(".ts");
	const entry = new URL(
		compiled ? "./worker.js" : "./worker.ts",
		import.meta.url,
	);
	const loaded =
		compiled || process.execArgv.some((one) => one.includes("tsx"));
	const flags = loaded ? process.execArgv : ["--import", tsxLoader()];
	return [...flags, fileURLToPath(entry)];
}

function tsxLoader(): string {
	return pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
}
