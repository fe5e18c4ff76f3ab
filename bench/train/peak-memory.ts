import { repeatedPages } from "../../src/train/watch/repeated-pages.ts";

/** The largest resident set of this process, and how much of it the system counts more than once. */
export function peakMemory(): {
	readonly peakRssMb: number;
	readonly repeatedMb: number;
} {
	return {
		peakRssMb: process.resourceUsage().maxRSS / 1024,
		repeatedMb: repeatedPages() / 2 ** 20,
	};
}
