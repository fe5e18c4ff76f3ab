import { execFileSync, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { availableParallelism, hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const programs = ["munged", "slurmctld", "slurmd", "sbatch", "squeue"];

/** Why Slurm cannot be tested here; null if it can. */
export function withoutSlurm(): string | null {
	if (process.getuid?.() !== 0)
		return "Slurm is not tested: its daemons must be started as root.";
	const missing = programs.find(
		(name) => spawnSync("sh", ["-c", `command -v ${name}`]).status !== 0,
	);
	return missing === undefined
		? null
		: `Slurm is not tested: ${missing} is not installed (Debian: slurmctld, slurmd, munge).`;
}

export interface RealSlurm {
	/** Numbers of the jobs that run. */
	running(): string[];
	requeue(job: string): void;
	/** Slurm's last word about a job, in one line. */
	describe(job: string): string;
	stop(): Promise<void>;
}

/** A Slurm of one machine, in a folder of its own; `SLURM_CONF` names it in the environment of this process. */
export async function startSlurm(): Promise<RealSlurm> {
	const root = mkdtempSync(join(tmpdir(), "temper-slurm-"));
	for (const name of ["spool", "state"]) mkdirSync(join(root, name));
	chmodSync(root, 0o755);
	const key = join(root, "munge.key");
	writeFileSync(key, randomBytes(128), { mode: 0o400 });
	const host = hostname().split(".")[0];
	const config = join(root, "slurm.conf");
	writeFileSync(config, configOf(root, `${host}`));
	process.env.SLURM_CONF = config;
	const file = (name: string) => join(root, name);
	const daemons = [
		spawn("munged", [
			...["--foreground", "--force", `--key-file=${key}`],
			...[`--socket=${file("munge.sock")}`, `--pid-file=${file("munge.pid")}`],
			...[`--log-file=${file("munge.log")}`, `--seed-file=${file("seed")}`],
		]),
		spawn("slurmctld", ["-D", "-f", config], { stdio: "ignore" }),
		spawn("slurmd", ["-D", "-f", config, "-N", `${host}`], { stdio: "ignore" }),
	];
	const ask = (program: string, ...args: string[]) =>
		spawnSync(program, args, { encoding: "utf8" }).stdout.trim();
	for (let i = 0; ask("sinfo", "-h", "-o", "%T") !== "idle"; i++) {
		if (i > 120) throw new Error("Slurm does not begin");
		await wait(500);
	}
	return {
		running: () =>
			ask("squeue", "-h", "-t", "RUNNING", "-o", "%i")
				.split("\n")
				.filter(Boolean),
		requeue(job) {
			execFileSync("scontrol", ["requeue", job]);
		},
		describe: (job) => ask("scontrol", "show", "job", job, "--oneliner"),
		async stop() {
			for (const daemon of daemons.toReversed()) {
				daemon.kill("SIGTERM");
				await wait(500);
				daemon.kill("SIGKILL");
			}
			rmSync(root, { recursive: true, force: true });
		},
	};
}

function configOf(root: string, host: string): string {
	const settings = {
		ClusterName: "temper",
		SlurmctldHost: `${host}(127.0.0.1)`,
		AuthType: "auth/munge",
		AuthInfo: `socket=${root}/munge.sock`,
		SlurmUser: "root",
		SlurmctldPort: "7827",
		SlurmdPort: "7828",
		StateSaveLocation: `${root}/state`,
		SlurmdSpoolDir: `${root}/spool`,
		SlurmctldPidFile: `${root}/slurmctld.pid`,
		SlurmdPidFile: `${root}/slurmd.pid`,
		ProctrackType: "proctrack/pgid",
		TaskPlugin: "task/none",
		MpiDefault: "none",
		SelectType: "select/cons_tres",
		SelectTypeParameters: "CR_CPU",
		SchedulerParameters: "batch_sched_delay=0,sched_interval=2",
		KillWait: "5",
		AccountingStorageType: "accounting_storage/none",
	};
	const cpus = availableParallelism();
	return [
		...Object.entries(settings).map(([key, value]) => `${key}=${value}`),
		`NodeName=${host} NodeAddr=127.0.0.1 CPUs=${cpus} State=UNKNOWN`,
		"PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP",
		"",
	].join("\n");
}
