import { createHash } from "node:crypto";
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { TemperError } from "../../core/error.ts";

/** Variables of the environment, such as `process.env`. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A Python that the PyTorch engine may start. */
export interface TorchEnvironment {
	/** Path of the executable. */
	readonly python: string;
	/** Who chose it: the variable TEMPER_PYTHON, or `temper-lm torch setup`. */
	readonly origin: "TEMPER_PYTHON" | "setup";
}

export const setupCommand = "npx temper-lm torch setup";

/** The folder that holds the Python package `temper_torch` and its locked lists, in a clone and in an installation alike. */
export const pythonFolder = fileURLToPath(
	new URL("../../../python", import.meta.url),
);

/** The locked list of the packages that the engine imports: name, version and hashes of each. */
export const torchLock = join(pythonFolder, "locks", "torch.txt");

/** The folder of all environments that setup made: `$XDG_CACHE_HOME` or `~/.cache`, then `temper/torch`. */
export function setupRoot(env: Variables = process.env): string {
	const cache = env.XDG_CACHE_HOME || join(homedir(), ".cache");
	return join(cache, "temper", "torch");
}

/** The folder of the environment that fits this version's locked list; it need not exist. */
export function setupFolder(env: Variables = process.env): string {
	// Git may check the list out with other line ends.
	const lock = readFileSync(torchLock, "utf8").replaceAll("\r\n", "\n");
	const hash = createHash("sha256").update(lock).digest("hex").slice(0, 12);
	return join(setupRoot(env), hash);
}

/** The executable of a virtual environment. */
export function pythonOf(folder: string): string {
	return process.platform === "win32"
		? join(folder, "Scripts", "python.exe")
		: join(folder, "bin", "python");
}

/** Whether a path leads to a file that this process may execute. */
function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
}

/** The path of a program, which may be given as a path or as a name on PATH; null if there is none. */
export function findProgram(
	program: string,
	env: Variables = process.env,
): string | null {
	const endings = process.platform === "win32" ? ["", ".exe"] : [""];
	const folders = /[\\/]/.test(program)
		? [""]
		: (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
	for (const folder of folders)
		for (const ending of endings) {
			const path = join(folder, `${program}${ending}`);
			if (isExecutable(path)) return path;
		}
	return null;
}

/**
 * The Python of the PyTorch engine: the one that TEMPER_PYTHON names, otherwise the one that `temper-lm torch setup`
 * made. Starts nothing: `inspectPython` says whether its packages are there. Throws `recipe` for a variable that names
 * no executable and `device` if there is no environment.
 */
export function findTorch(env: Variables = process.env): TorchEnvironment {
	const named = env.TEMPER_PYTHON ?? "";
	if (named !== "") {
		const python = findProgram(named, env);
		if (python !== null) return { python, origin: "TEMPER_PYTHON" };
		throw new TemperError("recipe", {
			where: "TEMPER_PYTHON",
			expected: "the Python executable of an environment with PyTorch",
			found: `${named}, which is no executable file`,
			hint: `Correct the variable, or unset it and run \`${setupCommand}\`.`,
		});
	}
	const python = pythonOf(setupFolder(env));
	if (isExecutable(python)) return { python, origin: "setup" };
	throw new TemperError("device", {
		where: "engine torch",
		expected: "a Python environment with PyTorch",
		found: "none",
		hint: `\`${setupCommand}\` makes one; the variable TEMPER_PYTHON names an existing one.`,
	});
}

/** The variables of a process that runs `temper_torch`: it finds the package and keeps compiled files apart from it. */
export function pythonVariables(
	env: Variables = process.env,
): Record<string, string | undefined> {
	const paths = [pythonFolder, env.PYTHONPATH ?? ""];
	return {
		...env,
		PYTHONPATH: paths.filter((path) => path !== "").join(delimiter),
		PYTHONDONTWRITEBYTECODE: "",
		PYTHONPYCACHEPREFIX:
			env.PYTHONPYCACHEPREFIX || join(setupRoot(env), "bytecode"),
	};
}
