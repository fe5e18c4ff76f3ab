// Loaded before the command under test, in each of its threads: memory runs out in a run of a session in a thread of its own,
// once a path exists.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { isMainThread } from "node:worker_threads";

const { after, how } = JSON.parse(process.env.MEMORY_FAULT);
const ends = {
	/** The runtime does not get a buffer, and says what it says then. */
	allocation() {
		throw new Error(
			"Non-zero status code returned while running MatMul node. Name:'matmul.1' Status Message: " +
				"/onnxruntime_src/core/framework/bfc_arena.cc:360 Failed to allocate memory for requested buffer of size 4096",
		);
	},
	/** The thread's heap reaches its limit, at which Node ends the thread. */
	heap() {
		const hoard = [];
		for (;;) hoard.push(new Array(10_000).fill(hoard.length));
	},
	/** The system ends the process. */
	process() {
		process.kill(process.pid, "SIGKILL");
		for (;;);
	},
};

if (!isMainThread) {
	const { InferenceSession } = createRequire(import.meta.url)(
		"onnxruntime-node",
	);
	const { run } = InferenceSession.prototype;
	InferenceSession.prototype.run = async function (...args) {
		if (existsSync(after)) ends[how]();
		return run.apply(this, args);
	};
}
