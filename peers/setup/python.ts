import { spawnSync } from "node:child_process";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Where downloads and converted models live, outside the working tree. */
export const cacheDir =
	process.env.TEMPER_CACHE ?? path.join(homedir(), ".cache", "temper");

export const peersDir = path.join(cacheDir, "peers");

export const venvDir = path.join(peersDir, "venv");

export const venvPython =
	process.platform === "win32"
		? path.join(venvDir, "Scripts", "python.exe")
		: path.join(venvDir, "bin", "python");

/** The path of a Python program in `peers/programs`. */
export function peerProgram(name: string): string {
	return fileURLToPath(new URL(`../programs/${name}`, import.meta.url));
}

/**
 * Runs a program with the terminal's own output.
 * @throws when the program is missing or exits with anything but 0.
 */
export function runProgram(program: string, args: readonly string[]): void {
	const { status, error } = spawnSync(program, args, { stdio: "inherit" });
	if (error) throw error;
	if (status !== 0)
		throw new Error(`${program} ${args.join(" ")} exited with ${status}`);
}
