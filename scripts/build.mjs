// Compiles src/ into dist/ and makes the command runnable.
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureInstalled, npx } from "./setup.mjs";

/** The exit status of the compiler. */
export function build() {
	const { status } = npx("tsc", "-p", "tsconfig.build.json");
	if (status === 0) chmodSync(join("dist", "cli", "main.js"), 0o755);
	return status ?? 1;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
	process.chdir(join(import.meta.dirname, ".."));
	ensureInstalled();
	process.exit(build());
}
