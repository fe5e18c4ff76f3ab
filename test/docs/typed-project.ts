import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./blocks.ts";

function run(cwd: string, ...args: string[]) {
	const options = { cwd, encoding: "utf8" } as const;
	const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
	return { status, output: `${stdout}${stderr}` };
}

/** A new folder in which `temper-lm` is this repository's sources. The caller removes it. */
export function typedProject(): string {
	const folder = mkdtempSync(join(tmpdir(), "temper-docs-"));
	mkdirSync(join(folder, "node_modules"));
	symlinkSync(root, join(folder, "node_modules", "temper-lm"), "junction");
	writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
	const compilerOptions = {
		...{ rootDir: "/", typeRoots: [join(root, "node_modules", "@types")] },
		...{ noUnusedLocals: false, noUnusedParameters: false },
	};
	const config = {
		extends: join(root, "tsconfig.json"),
		compilerOptions,
		include: ["*.ts"],
	};
	writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
	return folder;
}

/** Errors of the compiler in the files of a project, or an empty text. */
export function typeErrors(project: string): string {
	const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
	const { status, output } = run(project, tsc, "--noEmit", "-p", project);
	return status === 0 ? "" : output;
}

/** Runs a file of a project. */
export function runTyped(project: string, file: string) {
	const tsx = pathToFileURL(
		join(root, "node_modules", "tsx", "dist", "loader.mjs"),
	).href;
	return run(project, "--conditions=source", "--import", tsx, file);
}
