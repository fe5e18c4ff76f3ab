import { readFileSync } from "node:fs";
import { repeatedPages } from "./repeated-pages.ts";

/**
 * The most memory that this process ever had resident, in bytes, without what it counts twice now (`repeatedPages`): packed weights that
 * several sessions map.
 */
export function peakMemory(): number {
	return mostResident() - repeatedPages();
}

/** Linux counts it per program; the system call counts what the process was before it became this program, too. */
function mostResident(): number {
	if (process.platform === "linux") {
		const status = readFileSync("/proc/self/status", "utf8");
		const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
		if (kilobytes !== undefined) return 1024 * Number(kilobytes);
	}
	return 1024 * process.resourceUsage().maxRSS;
}
