// The developer's tools for python/: formatter, linter and type checker, in the environment of the PyTorch engine.
//   npm run torch:dev                installs them there, from the locked list
//   npm run check                    runs them if they are there, and says in a line if they are not
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { TemperError } from "../src/core/error.ts";
import {
	findProgram,
	findTorch,
	pythonFolder,
} from "../src/engine/torch/environment.ts";

const tools = [
	["ruff", "format", "--check", "--quiet", "."],
	["ruff", "check", "--quiet", "."],
	["mypy", "--no-error-summary", "temper_torch"],
] as const;

function run(program: string, args: readonly string[], quiet = false) {
	const { status } = spawnSync(program, args, {
		cwd: pythonFolder,
		stdio: quiet ? "ignore" : "inherit",
	});
	return status === 0;
}

/** The environment's Python; null, with the reason on the terminal, if there is none. */
function python(purpose: string): string | null {
	try {
		return findTorch().python;
	} catch (error) {
		if (!(error instanceof TemperError)) throw error;
		console.log(
			`${purpose}, because there is no Python environment: ${error.hint}`,
		);
		return null;
	}
}

function check(): boolean {
	const skipped = "ruff and mypy on python/ are skipped";
	const path = python(skipped);
	if (path === null) return true;
	const lacking = ["ruff", "mypy"].filter(
		(tool) => !run(path, ["-m", tool, "--version"], true),
	);
	if (lacking.length > 0) {
		console.log(
			`${skipped}, because ${path} has no ${lacking.join(" and no ")}: npm run torch:dev`,
		);
		return true;
	}
	return tools.map((args) => run(path, ["-m", ...args])).every(Boolean);
}

function install(): boolean {
	const path = python("Nothing is installed");
	if (path === null) return false;
	const list = join(pythonFolder, "locks", "dev.txt");
	const locked = ["--require-hashes", "--only-binary", ":all:", "-r", list];
	const uv = findProgram("uv");
	return uv === null
		? run(path, ["-m", "pip", "install", ...locked])
		: run(uv, ["pip", "install", "--python", path, ...locked]);
}

const done = process.argv[2] === "install" ? install() : check();
process.exit(done ? 0 : 1);
