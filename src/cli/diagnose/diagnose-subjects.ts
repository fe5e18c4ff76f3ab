import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { TemperError } from "../../core/error.ts";
import { type Subject, subjectOf } from "../../eval/model/subject.ts";
import { locateRun } from "../../recipes/locate/locate-run.ts";
import { modelFolder } from "../../recipes/locate/model-folder.ts";
import { isRecord } from "../../recipes/parse/is-record.ts";
import { refuseMisplaced, thingAt } from "../../runs/folder/misplaced.ts";
import { readManifest } from "../../runs/folder/run-manifest.ts";
import { finalRun, isStaged, stageRuns } from "../../runs/staged-run.ts";
import type { TemplateOptions } from "../../text/template/template.ts";

/**
 * A model that is named on the command line: a run, the folder of an adapter of `base`, a model folder, or the name of a
 * pulled model. Throws `recipe` and `data`.
 */
export async function namedSubject(
	name: string,
	base: Subject | null,
	template: TemplateOptions | undefined,
): Promise<Subject> {
	switch (thingAt(name)) {
		case "run":
			return subjectOf({ run: name });
		case "adapter":
			if (base !== null)
				return {
					...(await subjectOf({ model: base.model, adapter: name, template })),
					name,
				};
			throw new TemperError("recipe", {
				where: "BASE",
				expected: "a model folder, a run, or the name of a pulled model",
				found: `${name}, an adapter without the model that it belongs to`,
			});
		default:
			return {
				...(await subjectOf({
					model: modelFolder(name, base === null ? "BASE" : "TUNED"),
					template,
				})),
				name,
			};
	}
}

/** The files of rows that a run was trained on, where they are now; none for anything but a run, and none that are gone. */
export async function trainingFiles(name: string): Promise<string[]> {
	if (thingAt(name) !== "run") return [];
	const runs = (await isStaged(name))
		? await stageRuns(name)
		: [await finalRun(name)];
	const files = new Set<string>();
	for (const run of runs) {
		const manifest = await readManifest(run);
		const { recipe } = await locateRun(run, manifest, { lenient: true });
		for (const path of trainedOn(recipe)) if (existsSync(path)) files.add(path);
	}
	return [...files];
}

/** `data.train` of a resolved recipe, or `data.pairs` where it is called so: a list of files with weights. */
function trainedOn(recipe: unknown): string[] {
	const data = isRecord(recipe) ? recipe.data : null;
	const train = isRecord(data) ? data.train : null;
	const list = Array.isArray(train) ? train : [];
	return list.flatMap((source: unknown) =>
		isRecord(source) && typeof source.path === "string" ? [source.path] : [],
	);
}

/** Files of rows that are named on the command line. Throws `recipe` for anything else. */
export function rowFiles(paths: readonly string[], option: string): string[] {
	return paths.map((path) => {
		if (!existsSync(path))
			throw new TemperError("recipe", {
				where: option,
				expected: "a file of rows",
				found: `no such file: ${path}`,
			});
		refuseMisplaced(option, path, "rows");
		return resolve(path);
	});
}
