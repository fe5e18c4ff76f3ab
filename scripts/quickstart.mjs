// From a fresh clone to a tuned model: installs, builds, looks at 24 rows, trains on them, asks before and after.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { ensureInstalled } from "./setup.mjs";

const model = join("models", "toy");
const rows = join("examples", "rows.jsonl");
const run = join("runs", "quickstart");

function stop(what, status) {
	console.error(`quickstart stopped: ${what} failed`);
	process.exit(status ?? 1);
}

function temper(...args) {
	const shown = args.map((arg) => (/[ ?]/.test(arg) ? `"${arg}"` : arg));
	console.log(`\n$ npx temper ${shown.join(" ")}`);
	const { status } = spawnSync(
		process.execPath,
		[join("dist", "cli", "main.js"), ...args],
		{ stdio: "inherit" },
	);
	if (status !== 0) stop(`temper ${args[0]}`, status);
}

function title(text) {
	const bold = process.stdout.isTTY && !process.env.NO_COLOR;
	console.log(`\n${bold ? `\u001b[1m${text}\u001b[22m` : text}`);
}

function ask(...prompts) {
	temper(
		...["generate", "--run", run, "--compare"],
		...prompts.flatMap((prompt) => ["--prompt", prompt]),
	);
}

process.chdir(join(import.meta.dirname, ".."));
const began = Date.now();
ensureInstalled();
console.log("Building ...");
const status = build();
if (status !== 0) stop("the build", status);
const ready = Date.now();
rmSync(run, { recursive: true, force: true });

title("1. The rows, and which of their tokens are learnt");
temper("data", "check", rows, "--model", model);
temper("data", "show", rows, "--model", model, "--count", "2");
title("2. Training: how well it learns, and how far it moves from its base");
temper("train", join("examples", "recipe.yaml"), "--out", run);
title("3. What the rows taught; the second in words that were held out");
ask("Where does Mira live?", "Where does Tobin live?");
title("4. What it was not asked about: most of it stays, some has moved too");
ask("What does Kip eat?", "What is 9 minus 2?", "Where does Lubil live?");

const seconds = (from, to) => `${((to - from) / 1000).toFixed(0)} s`;
title(
	`Done: ${seconds(began, ready)} to install and build, ${seconds(ready, Date.now())} for the rest`,
);
console.log(`  all numbers     npx temper runs show ${run}
  talk to it      npx temper chat --run ${run} --compare
  a whole model   npx temper export --run ${run} --out my-model
  a step, by hand examples/sft-loop.ts
  your own rows   README.md`);
