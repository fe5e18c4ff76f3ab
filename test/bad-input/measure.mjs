// Preloaded into a process under test: writes down, as it exits, what it took.
import { writeSync } from "node:fs";

process.on("exit", () => {
	const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
	const seconds = (userCPUTime + systemCPUTime) / 1e6;
	writeSync(3, JSON.stringify({ bytes: 1024 * maxRSS, seconds }));
});
