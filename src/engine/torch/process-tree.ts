import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** A process, told apart from a later one of the same number by the time at which it started. */
export interface ProcessId {
	readonly pid: number;
	readonly started: string;
}

interface ProcessEntry extends ProcessId {
	readonly parent: number;
}

/** Fields of /proc/PID/stat after the command, which may itself contain spaces and brackets. */
function linuxProcess(pid: number): ProcessEntry | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		return { pid, parent: Number(fields[1]), started: String(fields[19]) };
	} catch {
		return null;
	}
}

function listProcesses(): ProcessEntry[] {
	if (process.platform === "linux")
		return readdirSync("/proc")
			.filter((name) => /^\d+$/.test(name))
			.map((name) => linuxProcess(Number(name)))
			.filter((entry) => entry !== null);
	const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,lstart="]);
	return [...table.toString().matchAll(/^\s*(\d+)\s+(\d+)\s+(.+)$/gm)].map(
		([, pid, parent, started = ""]) => ({
			...{ pid: Number(pid), parent: Number(parent), started },
		}),
	);
}

/** A process and all that it started, directly or not, while their parents are alive. */
export function processTree(root: number): ProcessId[] {
	const all = listProcesses();
	const found = all.filter(({ pid }) => pid === root);
	for (const { pid } of found)
		found.push(...all.filter(({ parent }) => parent === pid));
	return found;
}

/** Ends processes at once, but none that has taken over the number of one of them. */
export function killProcesses(processes: readonly ProcessId[]): void {
	const alive = new Map(listProcesses().map((entry) => [entry.pid, entry]));
	for (const { pid, started } of processes) {
		if (alive.get(pid)?.started !== started) continue;
		try {
			process.kill(pid, "SIGKILL");
		} catch {
			// It ended in the meantime.
		}
	}
}
