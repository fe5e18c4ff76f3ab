import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { TemperError } from "../../src/core/error.ts";
import {
	findTorch,
	setupCommand,
	setupRoot,
} from "../../src/engine/torch/environment.ts";

declare module "vitest" {
	interface ProvidedContext {
		/** The Python that has PyTorch; null if there is none, and tests that need it are skipped. */
		readonly python: string | null;
	}
}

/** The Python of the environment, or the reason why no test can use one. */
function findPython(): { python: string } | { reason: string } {
	try {
		const { python } = findTorch();
		const { status } = spawnSync(python, ["-c", "import torch"]);
		return status === 0
			? { python }
			: { reason: `${python} cannot import torch` };
	} catch (error) {
		if (!(error instanceof TemperError) || error.code !== "device") throw error;
		return { reason: "there is no Python environment" };
	}
}

/** Finds the Python once for all files and says why they are skipped if there is none. */
export default function setup(project: TestProject): void {
	const found = findPython();
	if ("reason" in found)
		console.log(
			`The tests of the PyTorch engine are skipped, because ${found.reason}: \`${setupCommand}\` makes one, and TEMPER_PYTHON names an existing one.`,
		);
	// Tests have caches of their own, in which compiled modules would be missing.
	process.env.PYTHONPYCACHEPREFIX ||= join(setupRoot(), "bytecode");
	project.provide("python", "python" in found ? found.python : null);
}
