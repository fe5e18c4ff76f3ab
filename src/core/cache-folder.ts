import { homedir } from "node:os";
import { join } from "node:path";

/** Where what was computed once is kept: `$XDG_CACHE_HOME` or `~/.cache`, then `temper` and the kind of it. */
export function cacheFolder(kind: "scores" | "rounding" | "weights"): string {
	const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
	return join(cache, "temper", kind);
}
