import type { PilotRecipe } from "../../../recipes/parse/parse-pilot.ts";
import { type PilotOptions, pilot } from "../pilot.ts";
import type { PilotEvent } from "../pilot-event.ts";
import type { PilotResult } from "../pilot-result.ts";

/** Everything that happens in a pilot of two jobs at a time. */
export async function play(
	recipe: PilotRecipe,
	options: PilotOptions,
): Promise<PilotEvent[]> {
	const events: PilotEvent[] = [];
	for await (const event of pilot(recipe, { parallel: 2, ...options }))
		events.push(event);
	return events;
}

/** The result with which these events end. Throws without one. */
export function resultIn(events: readonly PilotEvent[]): PilotResult {
	const last = events.at(-1);
	if (last?.kind === "end" && last.result) return last.result;
	throw new Error("no result");
}
