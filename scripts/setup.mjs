// Brings a fresh clone to where its scripts can run. Needs Node and npm alone.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";

/** Installs the dependencies when they are missing or older than the lock file. */
export function ensureInstalled() {
	const stamp = "node_modules/.package-lock.json";
	if (
		existsSync(stamp) &&
		statSync(stamp).mtimeMs >= statSync("package-lock.json").mtimeMs
	)
		return;
	console.log("Installing dependencies ...");
	const { status } = spawnSync(
		"npm",
		["ci", "--loglevel=error", "--no-audit", "--no-fund"],
		{ stdio: "inherit", shell: process.platform === "win32" },
	);
	if (status !== 0) process.exit(status ?? 1);
}

/** Runs an installed program with the terminal's own input and output. */
export function npx(...args) {
	return spawnSync("npx", ["--no-install", "--loglevel=error", ...args], {
		stdio: "inherit",
		shell: process.platform === "win32",
	});
}
