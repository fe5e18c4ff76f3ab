import { readFileSync } from "node:fs";
import { platform } from "node:os";

/**
 * The largest resident set of this process, and how much of it are pages of files that are mapped more than once: the system counts them in
 * each place, although they are in memory once. They are counted now, so while the sessions that map them are open.
 */
export function peakMemory(): {
	readonly peakRssMb: number;
	readonly repeatedMb: number;
} {
	return {
		peakRssMb: process.resourceUsage().maxRSS / 1024,
		repeatedMb: platform() === "linux" ? repeatedKb() / 1024 : 0,
	};
}

/** Kilobytes that are resident in a second or later place of the same part of a file. */
function repeatedKb(): number {
	const largest = new Map<string, number>();
	let [all, part] = [0, ""];
	for (const line of readFileSync("/proc/self/smaps", "latin1").split("\n")) {
		const [, from, to, offset, file] =
			/^([0-9a-f]+)-([0-9a-f]+) \S+ (\S+) \S+ [1-9]\d*\s+(.*)$/.exec(line) ??
			[];
		if (file) {
			const size =
				Number.parseInt(`${to}`, 16) - Number.parseInt(`${from}`, 16);
			part = `${offset} ${size} ${file}`;
		} else if (/^[0-9a-f]+-[0-9a-f]+ /.test(line)) part = "";
		const resident = Number(/^Rss:\s+(\d+)/.exec(line)?.[1] ?? 0);
		if (part === "" || resident === 0) continue;
		all += resident;
		largest.set(part, Math.max(resident, largest.get(part) ?? 0));
	}
	return all - [...largest.values()].reduce((sum, kb) => sum + kb, 0);
}
