import { Worker, type WorkerOptions } from "node:worker_threads";

/**
 * Starts a thread from a module beside the one that asks. `name` is the module's, without its ending; `here` the asker's
 * own `import.meta.url`. From the sources a thread loads itself through tsx; in the built package it is a plain file.
 */
export function startWorker(
	name: string,
	here: string,
	options: WorkerOptions,
): Worker {
	if (!here.endsWith(".ts"))
		return new Worker(new URL(`./${name}.js`, here), options);
	// A script that is given as text would look for packages from the current folder.
	const api = import.meta.resolve("tsx/esm/api");
	const load = `import("${api}").then((tsx) => tsx.tsImport("./${name}.ts", "${here}"))`;
	return new Worker(load, { ...options, eval: true });
}
