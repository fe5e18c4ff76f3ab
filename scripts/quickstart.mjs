// From a fresh clone to a pilot: installs, builds, writes a small world of facts, and compares four ways to teach them.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { ensureInstalled } from "./setup.mjs";

const world = join("runs", "world");
const pilot = join("runs", "quickstart");

function stop(what, status) {
	console.error(`quickstart stopped: ${what} failed`);
	process.exit(status ?? 1);
}

function temper(...args) {
	console.log(`\n$ npx temper-lm ${args.join(" ")}`);
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

process.chdir(join(import.meta.dirname, ".."));
const began = Date.now();
ensureInstalled();
console.log("Building ...");
const status = build();
if (status !== 0) stop("the build", status);
const ready = Date.now();
for (const folder of [world, pilot])
	rmSync(folder, { recursive: true, force: true });

title("1. A world whose facts are known, and rows that teach new ones");
temper("lab", world);
temper(
	...["data", "show", join(world, "facts", "train.jsonl")],
	...["--model", join("models", "lab"), "--count", "1"],
);
title("2. A pilot: what each way to tune gains, loses, and how far it moves");
temper("pilot", join("examples", "pilot.yaml"));

const seconds = (from, to) => `${((to - from) / 1000).toFixed(0)} s`;
title(
	`Done: ${seconds(began, ready)} to install and build, ${seconds(ready, Date.now())} for the rest`,
);
console.log(`  look at it      ${join(pilot, "report.html")}
  your own rows   README.md`);
