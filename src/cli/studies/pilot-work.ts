import type { Command } from "commander";
import { TemperError } from "../../core/error.ts";
import { stopWord, workCommand } from "../../studies/pilot/work/launch.ts";
import type {
	WorkMessage,
	WorkRequest,
} from "../../studies/pilot/work/work-request.ts";
import type { CliContext } from "../context.ts";
import { exitStatus } from "../error-boundary.ts";

/** Milliseconds between two words of progress. */
const apart = 200;

/** Says something to the pilot; resolves when it has been handed over. */
async function tell(message: WorkMessage): Promise<void> {
	await new Promise<void>((resolve) => {
		if (process.send) process.send(message, undefined, {}, () => resolve());
		else resolve();
	});
}

/** A fault of rows, recipe or weights comes again at every try; any other may not. */
function failureOf(error: unknown): WorkMessage {
	const reason = error instanceof Error ? error.message : String(error);
	const again = !(error instanceof TemperError) || error.code === "internal";
	return { kind: "failed", reason, again };
}

async function workOn(
	request: WorkRequest,
	signal: AbortSignal,
): Promise<WorkMessage> {
	const { work } = await import("../../studies/pilot/work/work.ts");
	const { peakMemory } = await import("../../train/watch/peak-memory.ts");
	let toldAt = Number.NEGATIVE_INFINITY;
	try {
		const worked = await work(request, {
			signal,
			onProgress(progress) {
				const time = performance.now();
				if (time - toldAt < apart) return;
				toldAt = time;
				void tell({ kind: "progress", progress });
			},
		});
		if (worked.outcome === "stopped") return { kind: "stopped" };
		return { kind: "done", memoryBytes: peakMemory(), time: worked.time };
	} catch (error) {
		return failureOf(error);
	}
}

/**
 * Does what the pilot that started this process asks for through the channel between the two. Ctrl+C, which a terminal
 * sends to both, is the pilot's to answer; where the pilot is gone, the work ends at once.
 */
async function serve(context: CliContext): Promise<void> {
	if (!process.send)
		throw new TemperError("recipe", {
			where: workCommand,
			expected: "to be started by npx temper-lm pilot",
			found: "that nobody listens",
		});
	process.on("SIGINT", () => {});
	process.on("disconnect", () => context.exit(exitStatus.interrupted));
	const stop = new AbortController();
	const request = await new Promise<WorkRequest>((resolve) => {
		process.on("message", (message: WorkRequest | typeof stopWord) => {
			if (message === stopWord) stop.abort();
			else resolve(message);
		});
	});
	await tell(await workOn(request, stop.signal));
	context.exit(exitStatus.done);
}

/** Not for people: what `npx temper-lm pilot` starts. */
export function addPilotWork(program: Command, context: CliContext): void {
	program
		.command(workCommand, { hidden: true })
		.description("Does one job of a pilot.")
		.action(() => serve(context));
}
