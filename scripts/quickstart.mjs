// From a fresh clone to a tuned model: installs, builds, checks ten rows, trains on them and asks the result a question.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, npx } from "./setup.mjs";

const model = join("models", "lab");
const rows = join("examples", "rows.jsonl");
const run = join("runs", "quickstart");

function must({ status }, what) {
	if (status === 0) return;
	console.error(`quickstart stopped: ${what} failed`);
	process.exit(status ?? 1);
}

function temper(...args) {
	console.log(`\n$ npx temper ${args.join(" ")}`);
	const result = spawnSync(
		process.execPath,
		[join("dist", "cli", "main.js"), ...args],
		{ stdio: "inherit" },
	);
	must(result, `temper ${args[0]}`);
}

process.chdir(join(import.meta.dirname, ".."));
const began = Date.now();
ensureInstalled();
console.log("Building ...");
must(npx("tsc", "-p", "tsconfig.build.json"), "the build");
rmSync(run, { recursive: true, force: true });
temper("inspect", model);
temper("data", "check", rows, "--model", model);
temper("train", join("examples", "recipe.yaml"), "--out", run);
temper("runs", "show", run);
temper("generate", "--run", run, "--prompt", "What colour is the sky?");
console.log(
	`\nDone in ${((Date.now() - began) / 1000).toFixed(0)} s. The run is in ${run}; \`npx temper --help\` lists what else there is.`,
);
