import { anchorPaths } from "../resolve/anchor-paths.ts";
import { readYamlMap } from "./yaml-map.ts";

/** One place that says something about a recipe: a file, a preset, or one setting on the command line. */
export interface RecipeLayer {
	/** What a reader calls it: a file name, or the setting as it was typed. */
	readonly where: string;
	readonly value: Readonly<Record<string, unknown>>;
	/** The place of a key in it, as `file:line`; only the layer's name if lines mean nothing. */
	locate(path: readonly PropertyKey[]): string;
}

/** Reads YAML (or JSON, which is YAML). Paths in it are taken relative to `folder`. Throws `recipe`, with the line. */
export function layerFromYaml(
	text: string,
	where: string,
	folder: string,
): RecipeLayer {
	const { value, locate } = readYamlMap(text, where, "a recipe");
	return { where, value: anchorPaths(value, folder), locate };
}

/** A value made by a program. */
export function layerFromValue(
	value: Readonly<Record<string, unknown>>,
	where: string,
	folder: string,
): RecipeLayer {
	return { where, value: anchorPaths(value, folder), locate: () => where };
}
