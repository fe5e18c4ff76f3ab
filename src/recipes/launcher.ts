import { recipeIssue } from "./parse/recipe-issue.ts";
import { readTextFile } from "./parse/text-file.ts";
import { readYamlMap } from "./parse/yaml-map.ts";
import {
	type LauncherSpec,
	launcherSchema,
} from "./schemas/launcher-schema.ts";

/**
 * Where the jobs of a study run, as the command line names it: `local`, a file in YAML, or the same keys in place:
 * `{ kind: ray, address: "http://head:8265", seats: 4 }`. Throws `recipe`.
 */
export function readLauncher(text: string): LauncherSpec {
	if (text === "local") return { kind: "local" };
	const inPlace = text.trimStart().startsWith("{");
	const where = inPlace ? "--launcher" : text;
	const written = inPlace ? text : readTextFile(text, "a file of a launcher");
	return parseLauncher(written, where);
}

/** A launcher from YAML text or a plain value. Throws `recipe`. */
export function parseLauncher(
	input: string | Readonly<Record<string, unknown>>,
	where = "launcher",
): LauncherSpec {
	const { value, locate } =
		typeof input === "string"
			? readYamlMap(input, where, "a launcher")
			: { value: input, locate: () => where };
	const { data, error } = launcherSchema.safeParse(value);
	if (error === undefined) return data;
	throw recipeIssue(value, [{ where, value, locate }], where, {
		...{ schema: launcherSchema, issues: error.issues },
	});
}
