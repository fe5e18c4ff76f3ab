import type { PilotRecipe } from "../../recipes/parse/parse-pilot.ts";
import type { PilotEvent } from "./pilot-event.ts";
import { PilotSession } from "./pilot-session.ts";
import { preparePilot } from "./prepare-pilot.ts";
import { type Launch, launchWorker } from "./work/launch.ts";

export interface PilotOptions {
	/** Processes side by side; as many as the machine takes where it is left out. */
	readonly parallel?: number | undefined;
	/** Stops the workers, each with a checkpoint; the same pilot goes on from there later. */
	readonly signal?: AbortSignal;
	/** How workers are started; as processes of this package's command line where it is left out. */
	readonly launch?: Launch;
}

/**
 * Trains and measures the arms of a pilot, and compares them. Yields everything that happens and prints nothing. Goes on
 * where the folder's earlier sessions stopped: what is finished is not done again. Throws `recipe`, `data`, `weights` and
 * `disk`; a run that fails is reported and does not end the pilot, but a base that cannot be measured does.
 */
export async function* pilot(
	recipe: PilotRecipe,
	{ parallel, signal, launch = launchWorker }: PilotOptions = {},
): AsyncGenerator<PilotEvent, void, undefined> {
	const prepared = await preparePilot(recipe);
	const session = new PilotSession(recipe, prepared, {
		...{ launch, parallel: parallel ?? null, signal: signal ?? null },
	});
	try {
		yield* session.run();
	} finally {
		await session.close();
	}
}
