// Writes package-lock.json anew, for every platform: npm leaves out other platforms' packages when node_modules exists.
import { spawnSync } from "node:child_process";
import {
	copyFileSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "temper-lock-"));
copyFileSync(join(root, "package.json"), join(folder, "package.json"));
const { status } = spawnSync(
	"npm",
	[
		...["install", "--package-lock-only", "--ignore-scripts"],
		...["--omit-lockfile-registry-resolved", "--no-audit", "--no-fund"],
	],
	{ cwd: folder, stdio: "inherit", shell: process.platform === "win32" },
);
if (status === 0) {
	const lock = JSON.parse(
		readFileSync(join(folder, "package-lock.json"), "utf8"),
	);
	// npm runs the install scripts of the packages that the lock marks. None is needed: binaries are packages of their own.
	for (const entry of Object.values(lock.packages))
		delete entry.hasInstallScript;
	writeFileSync(
		join(root, "package-lock.json"),
		`${JSON.stringify(lock, null, "\t")}\n`,
	);
}
rmSync(folder, { recursive: true });
process.exit(status ?? 1);
