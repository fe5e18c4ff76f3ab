import { TemperError } from "../core/error.ts";
import type { TimedEvent } from "./events.ts";
import type { RunFolder } from "./folder/run-folder.ts";

/** Notes the failure of a run among its events, if the disk still allows it and no other process has taken the run over. `last`: the last event with a cost. */
export async function noteFailure(
	run: Pick<RunFolder, "append">,
	last: TimedEvent | null,
	error: unknown,
): Promise<void> {
	try {
		await run.append({
			kind: "end",
			step: last?.step ?? 0,
			reason: "failed",
			result: null,
			error: error instanceof Error ? error.message : String(error),
			cost: last?.cost ?? { seconds: 0, tokensPerSecond: 0, memoryBytes: 0 },
		});
	} catch (cause) {
		if (!(cause instanceof TemperError)) throw cause;
	}
}
