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
	const load = `import("tsx/esm/api").then((tsx) => tsx.tsImport("./${name}.ts", "${here}"))`;
	return new Worker(load, { ...options, eval: true });
}
