import { mean } from "../../../stats/mean.ts";
import type { Forecast, StudyTiming } from "../../study.ts";
import type { InterventionJob } from "./job.ts";
import type { InterventionTypes } from "./state.ts";

/** When the study will have ended, if each run takes as long as the finished ones did; null before one is finished. */
export function forecastOf(
	open: readonly InterventionJob[],
	timing: StudyTiming<InterventionTypes> | null,
): Forecast | null {
	if (timing === null) return null;
	const each = mean(timing.times.map(({ seconds }) => seconds));
	if (each === null) return null;
	const begun = [...timing.busy.values()].reduce(
		(sum, { seconds }) => sum + Math.min(seconds, each),
		0,
	);
	const left = Math.max(0, open.length * each - begun) / timing.seats;
	return { left, late: 0 };
}
