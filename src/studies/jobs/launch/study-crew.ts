import type { LauncherSpec } from "../../../recipes/schemas/launcher-schema.ts";
import {
	type EngineSettings,
	engineOf,
} from "../../../train/prepare/engine-of.ts";
import type { Crew } from "../crew.ts";
import { crewOf } from "./open-crew.ts";

/**
 * The crew of a study whose jobs train by these recipes. Throws `device` if the jobs run on this machine and it lacks an engine that
 * they ask for; the machines of a launcher are checked by a job of their own.
 */
export async function studyCrew(
	launcher: LauncherSpec,
	recipes: readonly EngineSettings[],
): Promise<Crew> {
	if (launcher.kind === "local")
		for (const recipe of recipes) await engineOf(recipe).requireInstalled();
	return crewOf(launcher);
}
