import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Command } from "commander";
import {
	pythonOf,
	setupFolder,
	torchLock,
	type Variables,
} from "../../engine/torch/environment.ts";
import {
	inspectPython,
	missingPackages,
	type PythonFacts,
} from "../../engine/torch/inspect-python.ts";
import type { CliContext } from "../context.ts";
import { exitStatus } from "../error-boundary.ts";
import { interruptible } from "../interrupt.ts";
import { renderPairs } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { showBytes, showClock } from "../terminal/units.ts";
import { makeEnvironment } from "./make-environment.ts";
import { planSetup, requireSpace, type SetupPlan } from "./setup-plan.ts";

interface SetupOptions {
	readonly python?: string;
	readonly force?: boolean;
	readonly dryRun?: boolean;
}

/** Words for the versions that decide what an environment can do. */
export function versionWords({ release, versions }: PythonFacts): string {
	const { torch, transformers, peft } = versions;
	return `Python ${release.join(".")}, torch ${torch}, transformers ${transformers}, peft ${peft}`;
}

/** The facts of the environment that is there; null if there is none, or one that lacks something. */
async function existing(
	env: Variables,
	signal: AbortSignal,
): Promise<PythonFacts | null> {
	const python = pythonOf(setupFolder(env));
	if (!existsSync(python)) return null;
	try {
		const facts = await inspectPython(python, { env, signal });
		return missingPackages(facts).length === 0 ? facts : null;
	} catch {
		return null;
	}
}

function showPlan(plan: SetupPlan, terminal: Terminal): void {
	const { folder, tool, base, packages, sizes, free } = plan;
	const lines = renderPairs([
		["folder", folder],
		["made with", tool === "uv" ? "uv" : "venv and pip"],
		["Python", base],
		["packages", `${packages}, with locked hashes: ${torchLock}`],
		["download", `about ${showBytes(sizes.download)}`],
		["on disk", `${showBytes(sizes.installed)}, ${showBytes(free)} are free`],
	]);
	for (const line of lines) terminal.line(line);
}

/** An argument as a shell takes it. */
const quoted = (text: string) =>
	/^[\w./:=,-]+$/.test(text) ? text : JSON.stringify(text);

/** Names what other versions of Temper left; it is theirs, so that nothing is removed. */
function showOthers(folder: string, terminal: Terminal): void {
	const root = dirname(folder);
	const others = existsSync(root)
		? readdirSync(root).filter(
				(name) => name !== basename(folder) && /^[0-9a-f]{12}$/.test(name),
			)
		: [];
	for (const name of others)
		terminal.line(
			`note: ${join(root, name)} belongs to another version of Temper; remove it if you no longer use that version`,
		);
}

async function make(
	plan: SetupPlan,
	signal: AbortSignal,
	{ terminal, env }: CliContext,
): Promise<PythonFacts | null> {
	const began = Date.now();
	let current = "";
	try {
		return await makeEnvironment(plan, {
			...{ env, signal },
			onProgress(step, line) {
				const clock = showClock((Date.now() - began) / 1000);
				if (step !== current) terminal.line(`${clock}  ${step}`);
				current = step;
				terminal.status(line === null ? null : `${clock}  ${line}`);
			},
		});
	} finally {
		terminal.status(null);
	}
}

async function setup(
	options: SetupOptions,
	context: CliContext,
	signal: AbortSignal,
): Promise<number> {
	const { terminal, env } = context;
	const plan = await planSetup({ python: options.python, env, signal });
	const there = options.force === true ? null : await existing(env, signal);
	if (there !== null) {
		terminal.line(`already there: ${plan.folder}`);
		terminal.line(versionWords(there));
	} else {
		showPlan(plan, terminal);
		requireSpace(plan);
		if (options.dryRun === true) {
			const [made, python] = [plan.folder, pythonOf(plan.folder)];
			for (const command of [plan.create(made), plan.install(python)])
				terminal.line(`would run: ${command.map(quoted).join(" ")}`);
			return exitStatus.done;
		}
		const facts = await make(plan, signal, context);
		if (facts === null) return exitStatus.interrupted;
		terminal.line(`done: ${versionWords(facts)}`);
	}
	showOthers(plan.folder, terminal);
	if ((env.TEMPER_PYTHON ?? "") !== "")
		terminal.line(
			`note: TEMPER_PYTHON is set, so ${env.TEMPER_PYTHON} is used instead of this environment`,
		);
	terminal.line("test it: npx temper-lm torch check");
	return exitStatus.done;
}

const help = `
The environment is made in $XDG_CACHE_HOME/temper/torch or ~/.cache/temper/torch, by uv if it is on
PATH and otherwise by venv and pip, from a list of packages with locked versions and hashes. If the
command is interrupted or fails, nothing half-made is left, and what uv or pip keeps in its cache is
not downloaded again. On Linux it has PyTorch with CUDA (about 3 GB to download, 6 GB on disk),
on macOS and Windows PyTorch without it (under 1 GB on disk). To use an environment of your own,
such as one with another build of PyTorch, set TEMPER_PYTHON to its Python.

Examples:
  npx temper-lm torch setup --dry-run
  npx temper-lm torch setup
  npx temper-lm torch setup --python /usr/bin/python3.12 --force`;

/** `report` is told the exit status. */
export function addSetup(
	parent: Command,
	context: CliContext,
	report: (status: number) => void,
): void {
	parent
		.command("setup")
		.summary("make a Python environment with PyTorch")
		.description(
			"Makes the Python environment that a recipe with engine: torch needs.",
		)
		.option("--python <python>", "the Python to make it from")
		.option("--force", "replace an environment that exists")
		.option("--dry-run", "print what would be done and how large it is")
		.addHelpText("after", help)
		.action(async (options: SetupOptions) =>
			report(
				await interruptible(context, (signal) =>
					setup(options, context, signal),
				),
			),
		);
}
