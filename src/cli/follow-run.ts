import { setImmediate as nextTurn } from "node:timers/promises";
import type { ResolvedRecipe } from "../recipes/resolve-recipe.ts";
import { isTimed, type TimedEvent } from "../runs/events.ts";
import { noteFailure } from "../runs/note-failure.ts";
import type { RunFolder } from "../runs/run-folder.ts";
import type { CliContext } from "./context.ts";
import { exitStatus } from "./error-boundary.ts";
import { TrainingView } from "./training-view.ts";

/** Aborts at the first Ctrl+C, exits at the second. */
function interruptions(context: CliContext) {
	const stop = new AbortController();
	const unlisten = context.onInterrupt(() => {
		if (stop.signal.aborted) context.exit(exitStatus.interrupted);
		context.terminal.line("saving a checkpoint; Ctrl+C again stops at once");
		stop.abort();
	});
	return { signal: stop.signal, unlisten };
}

/** Runs the loop in its folder to its end: every event goes to the log first, then to the screen. */
export async function followRun(
	run: RunFolder,
	recipe: ResolvedRecipe,
	context: CliContext,
): Promise<void> {
	const view = new TrainingView(context.terminal, recipe, run.path);
	const { signal, unlisten } = interruptions(context);
	let last: TimedEvent | null = null;
	try {
		const { train } = await context.loadEngine();
		for await (const event of train(recipe, { signal, runFolder: run })) {
			run.log.append(event);
			view.show(event);
			if (isTimed(event)) last = event;
			// Lets Ctrl+C be heard between steps, which keep the thread.
			await nextTurn();
		}
	} catch (error) {
		context.terminal.status(null);
		noteFailure(run, last, error);
		throw error;
	} finally {
		unlisten();
		await run.close();
	}
}
