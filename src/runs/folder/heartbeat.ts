import { Worker } from "node:worker_threads";

/**
 * Writes a lock again with the same bytes, as long as it says what it said. The file system's own clock then dates it, so that
 * the clocks of machines need not agree. Source text, because the thread must not load this program's modules or loaders.
 */
const source = `
const { parentPort } = require("node:worker_threads");
const { closeSync, fsyncSync, openSync, readSync, writeSync } = require("node:fs");
const timers = new Map();

function touch(path, text, touched) {
	let file;
	try {
		file = openSync(path, "r+");
		const found = Buffer.alloc(Buffer.byteLength(text) + 1);
		const length = readSync(file, found, 0, found.length, 0);
		if (found.toString("utf8", 0, length) !== text) return;
		writeSync(file, text, 0);
		fsyncSync(file);
		touched[0] = Date.now();
	} catch {
		// The storage may come back before the lease ends.
	} finally {
		if (file !== undefined) closeSync(file);
	}
}

parentPort.on("message", ({ path, text, every, touched }) => {
	clearInterval(timers.get(path));
	timers.delete(path);
	if (every !== null)
		timers.set(path, setInterval(touch, every, path, text, touched));
});
`;

let thread: Worker | null = null;

function theThread(): Worker {
	if (thread !== null) return thread;
	const made = new Worker(source, {
		...{ eval: true, execArgv: [], env: {}, name: "leases" },
		resourceLimits: { maxOldGenerationSizeMb: 16 },
	});
	made.unref();
	made.on("exit", () => {
		if (thread === made) thread = null;
	});
	thread = made;
	return made;
}

/** Touches of one lock file. */
export interface Heartbeat {
	/** When the file was last touched, in milliseconds of this machine's clock. */
	readonly touchedAt: () => number;
	/** After a touch by other means. */
	readonly touched: () => void;
	readonly stop: () => void;
}

/**
 * Touches a lock file every so many milliseconds as long as it holds this text, from a thread of its own: a training step may keep the main
 * thread for minutes. All heartbeats of a process share the thread.
 */
export function startHeartbeat(
	path: string,
	text: string,
	every: number,
): Heartbeat {
	const touched = new Float64Array(new SharedArrayBuffer(8));
	touched[0] = Date.now();
	theThread().postMessage({ path, text, every, touched });
	return {
		touchedAt: () => touched[0] ?? 0,
		touched: () => {
			touched[0] = Date.now();
		},
		stop: () => thread?.postMessage({ path, text, every: null, touched }),
	};
}
