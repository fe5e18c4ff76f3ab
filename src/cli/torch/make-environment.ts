import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { TemperError } from "../../core/error.ts";
import { writeError } from "../../core/file-error.ts";
import { isAlive } from "../../core/is-alive.ts";
import { pythonOf, type Variables } from "../../engine/torch/environment.ts";
import {
	inspectPython,
	missingPackages,
	type PythonFacts,
} from "../../engine/torch/inspect-python.ts";
import { askPython, requirePythonWords, suits } from "./base-python.ts";
import { runTool, type ToolCommand } from "./run-tool.ts";
import { setupFault } from "./setup-fault.ts";
import type { SetupPlan } from "./setup-plan.ts";

export interface MakeOptions {
	readonly env: Variables;
	readonly signal: AbortSignal;
	/** Called with each step and with what its program writes meanwhile. */
	readonly onProgress: (step: string, line: string | null) => void;
}

/**
 * Makes the environment under a temporary name and renames it when all its packages load, so that no half-made one is ever
 * found. Takes the place of one that is there. Null if the signal aborted it. Throws `device` or `disk`; in all
 * these cases nothing is left behind.
 */
export async function makeEnvironment(
	plan: SetupPlan,
	{ env, signal, onProgress }: MakeOptions,
): Promise<PythonFacts | null> {
	const root = dirname(plan.folder);
	const work = `${plan.folder}.tmp-${owner()}-${randomBytes(4).toString("hex")}`;
	const made = join(work, "environment");
	// pip unpacks there: the system's folder for temporary files is often small, and in memory.
	const scratch = join(work, "scratch");
	const run = async (step: string, command: ToolCommand) => {
		onProgress(step, null);
		const end = await runTool(command, {
			env: { ...env, TMPDIR: scratch, TEMP: scratch, TMP: scratch },
			signal,
			onLine: (line) => onProgress(step, line),
		});
		if (end.status !== 0 && !signal.aborted) throw setupFault(step, end);
	};
	try {
		await removeLeftovers(root, basename(plan.folder));
		await mkdir(scratch, { recursive: true });
		await run("making an empty environment", plan.create(made));
		const python = pythonOf(made);
		if (!signal.aborted) await requireFittingPython(python, env, signal);
		await run("installing the packages", plan.install(python));
		if (signal.aborted) return null;
		onProgress("loading the packages", null);
		const facts = await loadAll(python, env, signal);
		await place(made, plan.folder, work);
		return facts;
	} catch (error) {
		if (signal.aborted) return null;
		throw writeError(error, root);
	} finally {
		await rm(work, { recursive: true, force: true, maxRetries: 3 });
	}
}

const owner = () => `${hostname().replaceAll(/[^\w.]/g, "_")}-${process.pid}`;

/** What processes of this machine left that were killed while they made an environment. */
async function removeLeftovers(root: string, name: string): Promise<void> {
	if (!existsSync(root)) return;
	const [host = ""] = owner().split(/-(?=\d+$)/);
	for (const entry of await readdir(root)) {
		if (!entry.startsWith(`${name}.tmp-${host}-`)) continue;
		const pid = Number(
			entry.slice(`${name}.tmp-${host}-`.length).split("-")[0],
		);
		if (!Number.isInteger(pid) || !isAlive(pid))
			await rm(join(root, entry), { recursive: true, force: true });
	}
}

async function requireFittingPython(
	python: string,
	env: Variables,
	signal: AbortSignal,
): Promise<void> {
	const answer = await askPython(python, env, signal);
	if (signal.aborted || (answer !== null && suits(answer.version))) return;
	throw new TemperError("recipe", {
		where: "temper-lm torch setup",
		expected: requirePythonWords,
		found:
			answer === null
				? "a Python that does not start"
				: `Python ${answer.version.join(".")}`,
		hint: "Name another one with --python.",
	});
}

/** Loads every package once. Throws `device` if one is missing or does not load. */
async function loadAll(
	python: string,
	env: Variables,
	signal: AbortSignal,
): Promise<PythonFacts> {
	const facts = await inspectPython(python, { env, signal, machine: true });
	const missing = missingPackages(facts);
	const error = facts.machine?.error ?? null;
	if (missing.length === 0 && error === null) return facts;
	throw new TemperError("device", {
		where: "temper-lm torch setup, loading the packages",
		expected: "an environment that loads PyTorch",
		found: error ?? `no ${missing.join(", no ")}`,
		hint: "Nothing is left behind. Name an environment of your own with TEMPER_PYTHON.",
	});
}

/** Renames the new environment into place, after the one that is there. */
async function place(made: string, folder: string, work: string) {
	if (existsSync(folder)) await rename(folder, join(work, "replaced"));
	await rename(made, folder);
}
