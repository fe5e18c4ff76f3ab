import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { peersDir, runProgram, venvDir, venvPython } from "./python.ts";

const requirements = fileURLToPath(
	new URL("requirements.txt", import.meta.url),
);
const oldestPython = [3, 11] as const;

/** The first Python on the path that is new enough for the pinned packages. */
function findPython(): string {
	for (const name of ["python3", "python3.12", "python3.11", "python"]) {
		const { stdout } = spawnSync(
			name,
			["-c", "import sys; print(*sys.version_info[:2])"],
			{ encoding: "utf8" },
		);
		const [major = 0, minor = 0] = (stdout ?? "").trim().split(" ").map(Number);
		if (major === oldestPython[0] && minor >= oldestPython[1]) return name;
	}
	throw new Error(
		`No Python ${oldestPython.join(".")} or newer found: install one to run the comparisons with other trainers.`,
	);
}

/** Makes the virtual environment of the peers, once for each list of requirements. */
export function setupPeers(): void {
	const wanted = readFileSync(requirements, "utf8");
	const stamp = path.join(venvDir, "installed-requirements.txt");
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) {
		console.log(`Python peers: ready in ${venvDir}`);
		return;
	}
	mkdirSync(peersDir, { recursive: true });
	if (!existsSync(venvPython)) {
		console.log(`Python peers: making ${venvDir}`);
		runProgram(findPython(), ["-m", "venv", venvDir]);
	}
	console.log("Python peers: installing (PyTorch alone is over 2 GB) ...");
	runProgram(venvPython, [
		...["-m", "pip", "install", "--quiet", "--disable-pip-version-check"],
		...["--no-cache-dir", "-r", requirements],
	]);
	writeFileSync(stamp, wanted);
	console.log(`Python peers: ready in ${venvDir}`);
}
