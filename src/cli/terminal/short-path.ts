import { isAbsolute, relative, resolve } from "node:path";

/** A path as a person would type it: relative to the working folder inside of it, absolute elsewhere. */
export function shortPath(path: string): string {
	const near = relative(process.cwd(), path);
	if (near === "") return ".";
	return near.startsWith("..") || isAbsolute(near) ? resolve(path) : near;
}
