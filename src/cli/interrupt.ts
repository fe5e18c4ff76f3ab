import type { CliContext } from "./context.ts";
import { exitStatus } from "./error-boundary.ts";

/**
 * Does `work` with a signal that aborts when the user or the system asks the command to end. A second Ctrl+C ends the process
 * at once. A second SIGTERM or SIGUSR1 does not: clusters send several of them, and a checkpoint may be half-written.
 */
export async function interruptible<T>(
	context: Pick<CliContext, "onInterrupt" | "exit">,
	work: (signal: AbortSignal) => Promise<T>,
	onStop: () => void = () => {},
): Promise<T> {
	const stop = new AbortController();
	const unlisten = context.onInterrupt((signal) => {
		if (stop.signal.aborted) {
			if (signal === "SIGINT") context.exit(exitStatus.interrupted);
			return;
		}
		onStop();
		stop.abort();
	});
	try {
		return await work(stop.signal);
	} finally {
		unlisten();
	}
}
