// The developer's loop: format, lint, structure, types, unit tests, examples. Stops at the first failure.
import { spawnSync } from "node:child_process";
import { ensureInstalled, npx } from "./setup.mjs";

ensureInstalled();
const steps = [
	["format and lint", () => npx("biome", "check", ".")],
	[
		"structure",
		() =>
			spawnSync("node", ["scripts/check-structure.mjs"], { stdio: "inherit" }),
	],
	["types", () => npx("tsc", "--noEmit")],
	["python", () => npx("tsx", "--conditions=source", "scripts/python.ts")],
	["unit tests", () => npx("vitest", "run", "--project", "unit")],
	["examples", () => npx("tsx", "--conditions=source", "examples/sft-loop.ts")],
];
for (const [name, run] of steps) {
	const began = Date.now();
	const { status } = run();
	console.log(
		`${status === 0 ? "ok" : "FAILED"}  ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`,
	);
	if (status !== 0) process.exit(1);
}
