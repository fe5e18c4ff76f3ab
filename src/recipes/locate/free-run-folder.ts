import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { Recipe } from "../schemas/recipe-schema.ts";

/** Name of a run's folder, before its number: `OBJECTIVE-MODEL`, with the objective of every stage. */
export function runName(
	stages: readonly Pick<Recipe, "objective">[],
	model: string,
): string {
	const kinds = stages.map(({ objective }) => objective.kind);
	return [...kinds, basename(model)].join("-");
}

/** The folder that a run without `out` would get now. Another process may take it first. */
export function freeRunFolder(
	recipe: Pick<Recipe, "objective">,
	model: string,
	folder: string,
): string {
	for (let n = 1; ; n++) {
		const path = resolve(folder, "runs", `${runName([recipe], model)}-${n}`);
		if (!existsSync(path)) return path;
	}
}
