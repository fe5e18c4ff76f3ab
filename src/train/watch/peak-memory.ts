import { readFileSync } from "node:fs";

/**
 * The most memory that this process ever had resident, in bytes. Linux counts it per program; the system call counts what
 * the process was before it became this program, too.
 */
export function peakMemory(): number {
	if (process.platform === "linux") {
		const status = readFileSync("/proc/self/status", "utf8");
		const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
		if (kilobytes !== undefined) return 1024 * Number(kilobytes);
	}
	return 1024 * process.resourceUsage().maxRSS;
}
