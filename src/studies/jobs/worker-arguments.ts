import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * A worker's JavaScript serves the runtime, which computes. By default V8 marks the heap anew whenever arrays of a few tens of megabytes were
 * made, and compiles code that then runs for less time than that took (decision 0317).
 */
const settings = ["--heap-growing-percent=200", "--interrupt-budget=540000"];

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
	return [...settings, ...flags, fileURLToPath(entry)];
}

function tsxLoader(): string {
	return pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
}
