import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const main = join(root, "dist/cli/main.js");

function newest(folder: string): number {
	return Math.max(
		...readdirSync(folder, { withFileTypes: true, recursive: true })
			.filter((entry) => entry.isFile())
			.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
	);
}

/** Path of the compiled binary, compiled now where a source is newer: child processes start three times faster from it. */
export function builtCli(): string {
	const source = newest(join(root, "src"));
	if (existsSync(main) && statSync(main).mtimeMs > source) return main;
	const tsc = join(root, "node_modules/typescript/bin/tsc");
	const { status, stdout } = spawnSync(
		process.execPath,
		[tsc, "-p", join(root, "tsconfig.build.json")],
		{ encoding: "utf8" },
	);
	if (status !== 0) throw new Error(`the build failed: ${stdout}`);
	return main;
}
