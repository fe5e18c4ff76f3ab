import os from "node:os";

/** Seconds that all processors of the machine have been busy since it started. */
export function busySeconds(): number {
	const ticks = os.cpus().map(({ times }) => times);
	return (
		ticks.reduce((sum, t) => sum + t.user + t.sys + t.nice + t.irq, 0) / 1000
	);
}
