import { execFile, execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** The program `ray`: `TEMPER_RAY`, or the one in PATH. */
const ray = process.env.TEMPER_RAY ?? "ray";
const ports = { gcs: 6397, dashboard: 8297 };

/** Why Ray cannot be tested here; null if it can. */
export function withoutRay(): string | null {
	if (process.platform !== "linux") return "Ray is tested on Linux only.";
	return spawnSync(ray, ["--version"]).status === 0
		? null
		: "Ray is not tested: put ray (pip install 'ray[default]') into PATH, or name it by TEMPER_RAY.";
}

export interface RealRay {
	readonly address: string;
	/** Whether a process of a study's worker runs on the second node. */
	busyOnSecond(): boolean;
	/** Kills the second node with everything that runs on it. */
	killSecond(): void;
	stop(): void;
}

/** A cluster of two nodes on this machine: a head that takes one job at a time, and a node that takes one. */
export async function startRay(): Promise<RealRay> {
	const root = mkdtempSync(join(tmpdir(), "temper-ray-"));
	const start = (...args: string[]) =>
		promisify(execFile)(ray, ["start", "--num-cpus=1", ...args], {
			timeout: 400_000,
			env: {
				...process.env,
				RAY_DASHBOARD_STARTUP_TIMEOUT_S: "300",
				RAY_USAGE_STATS_ENABLED: "0",
				RAY_raylet_start_wait_time_s: "300",
			},
		});
	const memory = "--object-store-memory=100000000";
	const local = "--node-ip-address=127.0.0.1";
	const head = [`--port=${ports.gcs}`, `--dashboard-port=${ports.dashboard}`];
	const stop = () => {
		for (const pid of ownProcesses(root)) kill(pid);
		rmSync(root, { recursive: true, force: true });
	};
	let second: number | undefined;
	try {
		await start("--head", local, ...head, `--temp-dir=${root}`, memory);
		const first = raylets();
		await start(`--address=127.0.0.1:${ports.gcs}`, local, memory);
		second = raylets().find((pid) => !first.includes(pid));
		if (second === undefined) throw new Error("the second node did not begin");
	} catch (error) {
		stop();
		throw error;
	}
	const node = second;
	const onSecond = () => descendants(node);
	return {
		address: `http://127.0.0.1:${ports.dashboard}`,
		busyOnSecond: () =>
			onSecond().some((pid) => commandOf(pid).includes("worker.js")),
		killSecond() {
			for (const pid of [node, ...onSecond()]) kill(pid);
		},
		stop,
	};

	function raylets(): number[] {
		return ownProcesses(root).filter((pid) =>
			/\/raylet\/raylet$/.test(commandOf(pid).split("\0")[0] ?? ""),
		);
	}
}

function processes(): number[] {
	return readdirSync("/proc").map(Number).filter(Number.isInteger);
}

function commandOf(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, "utf8");
	} catch {
		return "";
	}
}

/** Processes of the cluster whose files are in this folder, and what they started. */
function ownProcesses(root: string): number[] {
	const named = processes().filter((pid) => commandOf(pid).includes(root));
	return [...new Set([...named, ...named.flatMap(descendants)])];
}

function descendants(pid: number): number[] {
	const children = execFileSync("ps", ["-e", "-o", "pid=,ppid="], {
		encoding: "utf8",
	})
		.trim()
		.split("\n")
		.map((line) => line.trim().split(/\s+/).map(Number));
	const below = (parent: number): number[] =>
		children.flatMap(([child = 0, of]) =>
			of === parent ? [child, ...below(child)] : [],
		);
	return below(pid);
}

function kill(pid: number): void {
	try {
		process.kill(pid, "SIGKILL");
	} catch {
		// It has ended.
	}
}
