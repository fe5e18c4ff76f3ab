import { setImmediate as nextTurn } from "node:timers/promises";
import { TemperError } from "../../core/error.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { type EndEvent, isTimed, type TimedEvent } from "../../runs/events.ts";
import type { RunFolder } from "../../runs/folder/run-folder.ts";
import { noteFailure } from "../../runs/note-failure.ts";
import type { RunLoop, RunOptions } from "./run-options.ts";

/**
 * Trains in an open run folder until the end or until the signal aborts, then closes the folder. Every event goes to the
 * log first and to `onEvent` second. Throws what training throws, after noting it among the events.
 */
export async function followRun(
	run: RunFolder,
	recipe: ResolvedRecipe,
	{ onEvent, signal }: Pick<RunOptions, "onEvent" | "signal">,
	{ train }: Pick<RunLoop, "train">,
): Promise<EndEvent> {
	let last: TimedEvent | null = null;
	let end: EndEvent | null = null;
	try {
		const options = {
			signal: signal ?? new AbortController().signal,
			runFolder: run,
		};
		for await (const event of train(recipe, options)) {
			await run.append(event);
			if (isTimed(event)) last = event;
			if (event.kind === "end") end = event;
			onEvent?.(event);
			// Training keeps the thread between steps: this lets a signal such as Ctrl+C be heard.
			await nextTurn();
		}
	} catch (error) {
		await noteFailure(run, last, error);
		throw error;
	} finally {
		await run.close();
	}
	if (end !== null) return end;
	throw new TemperError("internal", {
		where: run.path,
		expected: "an event that ends the run",
		found: "none",
	});
}
