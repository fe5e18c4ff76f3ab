import { isAbsolute, relative, sep } from "node:path";
import type { Json } from "../../runs/events.ts";
import { withPaths } from "../locate/locate-run.ts";

const isInside = (path: string, folder: string) => {
	const way = relative(folder, path);
	return !way.startsWith("..") && !isAbsolute(way);
};

/**
 * A recipe as it is written into a folder for people to train by: paths inside the working folder become relative to that
 * folder if it is inside the working folder too, so that a project can be renamed or copied.
 */
export function portableRecipe(recipe: Json, folder: string): Json {
	const project = process.cwd();
	if (!isInside(folder, project)) return recipe;
	return withPaths(recipe, (path) => {
		if (!isAbsolute(path) || !isInside(path, project)) return path;
		const way = relative(folder, path).split(sep).join("/");
		return way.startsWith(".") ? way : `./${way}`;
	});
}
