import { spawnSync } from "node:child_process";
import { existsSync, symlinkSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The root of this repository. */
export const here = fileURLToPath(new URL("../..", import.meta.url));

/** A tree that was compiled. */
export interface Checkout {
	readonly root: string;
	/** The compiled command line. */
	readonly cli: string;
}

function run(program: string, args: readonly string[], cwd: string): void {
	const { status } = spawnSync(program, args, { cwd, stdio: "inherit" });
	if (status !== 0)
		throw new Error(`${program} ${args.join(" ")} ended with status ${status}`);
}

/** Compiles a commit in a worktree of its own, or the working tree if it is null. Both use the installed packages of this one. */
export function checkout(commit: string | null, folder: string): Checkout {
	if (commit !== null) {
		if (existsSync(folder))
			run("git", ["checkout", "--quiet", "--detach", commit], folder);
		else
			run(
				"git",
				["worktree", "add", "--quiet", "--detach", folder, commit],
				here,
			);
		const modules = path.join(folder, "node_modules");
		if (!existsSync(modules))
			symlinkSync(path.join(here, "node_modules"), modules, "dir");
	}
	const compiler = path.join(here, "node_modules/typescript/bin/tsc");
	run(process.execPath, [compiler, "-p", "tsconfig.build.json"], folder);
	return { root: folder, cli: path.join(folder, "dist/cli/main.js") };
}
