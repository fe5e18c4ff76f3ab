import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openModel } from "../../formats/open-model.ts";
import type { Engine } from "../engine.ts";
import type { GraphEngine } from "../onnx/graph-engine.ts";
import { graphChecks } from "./graph-checks.ts";
import { learnerChecks } from "./learner-checks.ts";
import { recordedChecks } from "./recorded-checks.ts";
import { scoreChecks } from "./score-checks.ts";
import type { Check, Subject } from "./subject.ts";
import { tinyFamilies, tinyRows, writeTinyModel } from "./tiny-model.ts";

export interface EngineCheck {
	/** `llama: micro-batches add up to one batch` */
	readonly name: string;
	run(): Promise<void>;
}

const checks: readonly Check[] = [
	...recordedChecks,
	...scoreChecks,
	...learnerChecks,
];

export interface CheckOptions {
	/** Largest difference from a wanted number, relative to 1 + its size; 1e-5 suits float32. */
	readonly tolerance: number;
}

/**
 * The contract of engines: every check on every tiny model, for any test runner. Each check writes its model into a folder
 * of its own and removes it.
 */
export function engineChecks(
	engine: Engine,
	{ tolerance }: CheckOptions,
): readonly EngineCheck[] {
	return onTinyModels(engine, checks, tolerance);
}

/** What is promised in addition by an engine whose gradients and logits can be read. */
export function graphEngineChecks(
	engine: GraphEngine,
	{ tolerance }: CheckOptions,
): readonly EngineCheck[] {
	return onTinyModels(engine, graphChecks, tolerance);
}

function onTinyModels<E extends Engine>(
	engine: E,
	checks: readonly {
		readonly name: string;
		readonly check: (engine: E, subject: Subject) => Promise<void>;
	}[],
	tolerance: number,
): readonly EngineCheck[] {
	return tinyFamilies.flatMap((family) =>
		checks.map(({ name, check }) => ({
			name: `${family}: ${name}`,
			async run() {
				const folder = await mkdtemp(join(tmpdir(), "temper-engine-"));
				try {
					await writeTinyModel(folder, family);
					const { model } = await openModel(folder, { checkValues: true });
					const rows = tinyRows(6);
					await check(engine, { family, folder, model, rows, tolerance });
				} finally {
					await rm(folder, { recursive: true });
				}
			},
		})),
	);
}
