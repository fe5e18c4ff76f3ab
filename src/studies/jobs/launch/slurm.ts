import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { TemperError } from "../../../core/error.ts";
import type { LauncherSpec } from "../../../recipes/schemas/launcher-schema.ts";
import { exchangeFiles } from "./exchange.ts";
import type { Launcher, LaunchState } from "./launcher.ts";
import { type ProgramEnd, runProgram } from "./run-program.ts";

type SlurmSpec = Pick<Extract<LauncherSpec, { kind: "slurm" }>, "options">;

const hint =
	"Start the study on a machine that has Slurm's programs, such as a login node.";

/** Seconds before the end of its time at which a job is told to save. */
const notice = 120;

const waiting = new Set([
	...["PENDING", "CONFIGURING", "REQUEUED", "REQUEUE_FED", "REQUEUE_HOLD"],
	...["RESV_DEL_HOLD", "SPECIAL_EXIT", "POWER_UP_NODE"],
]);

/** Halted with or without giving up its processors. */
const suspended = new Set(["SUSPENDED", "STOPPED"]);

/** Ends that are the process's own. */
const own = new Set(["COMPLETED", "FAILED", "OUT_OF_MEMORY"]);

/** Ends by the machine or by Slurm. */
const lost = new Set([
	...["BOOT_FAIL", "CANCELLED", "DEADLINE", "LAUNCH_FAILED", "NODE_FAIL"],
	...["PREEMPTED", "RECONFIG_FAIL", "REVOKED", "TIMEOUT"],
]);

/**
 * Submits jobs to Slurm with `sbatch --requeue`: a job whose node fails, or that is preempted, is started again by Slurm and continues from
 * its checkpoint.
 */
export function slurmLauncher({ options }: SlurmSpec): Launcher {
	return {
		name: "Slurm",
		async submit({ name, folder, command }) {
			const script = join(folder, "job.sh");
			await writeFile(script, `#!/bin/sh\n${command}\n`);
			const end = await slurm("sbatch", [
				...["--parsable", "--requeue", "--open-mode=append"],
				`--job-name=${name}`,
				`--output=${literal(join(folder, exchangeFiles.output))}`,
				`--signal=B:USR1@${notice}`,
				...options,
				script,
			]);
			const id = /^\d+/.exec(end.output.trim())?.[0];
			if (end.status === 0 && id !== undefined) return id;
			throw refused("sbatch", "the number of a job", end);
		},
		async state(id) {
			const queue = await slurm("squeue", [
				...["--noheader", "--states=all", `--jobs=${id}`, "--format=%T"],
			]);
			const word = queue.output.trim().split("\n")[0]?.trim() ?? "";
			if (queue.status === 0 && word !== "") return stateOf(word);
			if (queue.status !== 0 && !/invalid job id/i.test(queue.errors))
				throw refused("squeue", "the state of a job", queue);
			return pastState(id);
		},
		async stop(id) {
			await slurm("scancel", [id]);
		},
	};
}

/** The state of a job that has left the queue, if the cluster keeps accounts. */
async function pastState(id: string): Promise<LaunchState> {
	const accounts = await slurm("sacct", [
		...[`--jobs=${id}`, "--noheader", "--parsable2", "--allocations"],
		"--format=State",
	]).catch(() => null);
	const word = accounts?.output.trim().split(/\s/)[0] ?? "";
	if (accounts?.status === 0 && word !== "") return stateOf(word);
	const reason = "Slurm does not know the job any more";
	return { kind: "ended", lost: true, reason };
}

function stateOf(word: string): LaunchState {
	if (waiting.has(word)) return { kind: "waiting" };
	if (suspended.has(word)) return { kind: "suspended" };
	// A completing job still has its node: whether it ended or is requeued shows later. So it is with states of other versions.
	if (!own.has(word) && !lost.has(word)) return { kind: "running" };
	const reason = word === "COMPLETED" || word === "FAILED" ? null : word;
	return { kind: "ended", lost: lost.has(word), reason };
}

/** A path that sbatch's option --output takes as it is: `%j` in a pattern is the number of the job, and a backslash escapes. */
function literal(path: string): string {
	return path.replaceAll(/[\\%]/g, "\\$&");
}

function slurm(program: string, args: readonly string[]): Promise<ProgramEnd> {
	return runProgram(program, args, hint);
}

function refused(
	where: string,
	expected: string,
	{ status, output, errors }: ProgramEnd,
): TemperError {
	const said = (errors.trim() || output.trim()).split("\n").at(-1) ?? "";
	return new TemperError("device", {
		...{ where, expected },
		found: `status ${status}${said === "" ? "" : `: ${said}`}`,
	});
}
