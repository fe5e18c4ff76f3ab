import { afterAll, beforeAll, describe, inject, test } from "vitest";
import { engineChecks } from "../../src/engine/contract/engine-checks.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { type SharedTorch, shareTorch } from "./shared-group.ts";

const python = inject("python");

describe.skipIf(python === null)("the contract of engines in torch", () => {
	let torch: SharedTorch;
	beforeAll(async () => {
		torch = await shareTorch(python as string);
	});
	afterAll(() => torch?.end());

	/** The shared engine, which is not there yet when the checks are listed. */
	const engine: Engine = {
		name: "PyTorch",
		requireInstalled: () => torch.engine.requireInstalled(),
		openModel: (folder) => torch.engine.openModel(folder),
		open: (options) => torch.engine.open(options),
		openMeasured: (options) => torch.engine.openMeasured(options),
	};
	for (const { name, run } of engineChecks(engine, { tolerance: 2e-5 }))
		test(name, run);
});
