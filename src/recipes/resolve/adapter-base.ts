import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { modelCache, modelFolder, pulledMark } from "../locate/model-folder.ts";
import { isRecord } from "../parse/is-record.ts";

/** The hub name of a model that was pulled from the hub; null for any other. */
function hubName(model: string): string | null {
	try {
		const text = readFileSync(join(model, pulledMark), "utf8");
		const mark: unknown = JSON.parse(text);
		if (!isRecord(mark) || typeof mark.revision !== "string") return null;
		return typeof mark.source === "string" ? mark.source : null;
	} catch {
		return null;
	}
}

/** The way from one folder to another, with `/` and a dot in front; null between drives. */
function wayTo(from: string, to: string): string | null {
	const way = relative(from, to);
	if (isAbsolute(way)) return null;
	const text = way.split(sep).join("/");
	return text.startsWith(".") ? text : `./${text}`;
}

/**
 * What an adapter in `folder` calls its base model, on this machine and on others: the hub's name for a model that was
 * pulled from it, the pulled name for another model of the cache, else the path from the adapter's folder.
 */
export function baseName(model: string, folder: string): string {
	if (!isAbsolute(model)) return model;
	const hub = hubName(model);
	if (hub !== null) return hub;
	const inCache = relative(modelCache(), model);
	if (!inCache.startsWith("..") && !isAbsolute(inCache))
		return inCache.split(sep).join("/");
	return wayTo(resolve(folder), model) ?? model;
}

/** The folder of the base model that an adapter in `folder` names. Throws `recipe` if this machine has none. */
export function adapterBase(
	folder: string,
	name: string,
	where: string,
): string {
	const path = resolve(folder, name);
	const isThere = existsSync(join(path, "config.json"));
	return isThere ? path : modelFolder(name, where);
}
