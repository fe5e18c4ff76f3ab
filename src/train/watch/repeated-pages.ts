import { readFileSync } from "node:fs";

/** Of a map of memory: its addresses, its place in a file, and the file. */
const header =
	/^([0-9a-f]+)-([0-9a-f]+) \S+ ([0-9a-f]+) \S+ (\d+)(?:\s+(.*))?$/;

/**
 * Bytes that the resident set of this process counts beyond what is in memory: pages of a file that are mapped in several places, of which
 * Linux counts each. They are counted now, so while the sessions that map them are open. 0 on other systems.
 */
export function repeatedPages(): number {
	if (process.platform !== "linux") return 0;
	return repeatedIn(readFileSync("/proc/self/smaps", "latin1"));
}

/** The same, from the text of `/proc/PID/smaps`. */
export function repeatedIn(smaps: string): number {
	const largest = new Map<string, number>();
	let part: string | null = null;
	let all = 0;
	for (const line of smaps.split("\n")) {
		const found = header.exec(line);
		if (found) {
			const [, from, to, offset, inode, file] = found;
			const size = Number(`0x${to}`) - Number(`0x${from}`);
			part = inode === "0" ? null : `${offset} ${size} ${file}`;
			continue;
		}
		const kilobytes = /^Rss:\s+(\d+) kB$/.exec(line)?.[1];
		if (part === null || kilobytes === undefined) continue;
		const resident = 1024 * Number(kilobytes);
		all += resident;
		largest.set(part, Math.max(resident, largest.get(part) ?? 0));
	}
	return [...largest.values()].reduce((left, bytes) => left - bytes, all);
}
