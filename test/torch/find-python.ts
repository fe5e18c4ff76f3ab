import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { TemperError } from "../../src/core/error.ts";
import { setupRoot } from "../../src/engine/torch/environment.ts";
import { requireTorch } from "../../src/engine/torch/inspect-python.ts";

declare module "vitest" {
	interface ProvidedContext {
		/** The Python that has PyTorch; null if there is none, and tests that need it are skipped. */
		readonly python: string | null;
	}
}

/** Finds the Python once for all files and says why they are skipped if there is none. */
export default async function setup(project: TestProject): Promise<void> {
	// Tests have caches of their own, in which compiled modules would be missing.
	process.env.PYTHONPYCACHEPREFIX ||= join(setupRoot(), "bytecode");
	try {
		const { python } = await requireTorch();
		// With a cache of its own, a test would not find what setup made in the user's.
		process.env.TEMPER_PYTHON = python;
		project.provide("python", python);
	} catch (error) {
		if (!(error instanceof TemperError) || error.code !== "device") throw error;
		console.log(
			`The tests of the PyTorch engine are skipped. ${error.message}`,
		);
		project.provide("python", null);
	}
}
