// Writes python/locks/*.txt anew: every package with version and hashes, for all platforms. Needs uv on PATH.
//   npm run torch:lock              keeps the locked versions where the lists allow them
//   npm run torch:lock -- --upgrade takes the newest that the lists allow
import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** The oldest Python that the lists are made for; src/engine/torch/inspect-python.ts has the same. */
const oldestPython = "3.11";
const folder = join(import.meta.dirname, "..", "..", "python", "locks");

for (const list of ["torch", "dev"]) {
	const { status, error } = spawnSync(
		"uv",
		[
			...["pip", "compile", `${list}.in`, "--output-file", `${list}.txt`],
			...["--universal", "--generate-hashes", "--python-version", oldestPython],
			...["--only-binary", ":all:", "--no-emit-index-url", "--no-header"],
			...["--quiet", ...process.argv.slice(2)],
		],
		{ cwd: folder, stdio: "inherit" },
	);
	if (error?.code === "ENOENT")
		console.error("uv is not on PATH: https://docs.astral.sh/uv");
	if (status !== 0) process.exit(status ?? 1);
}
