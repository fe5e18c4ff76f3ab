import type {
	ArmResult,
	PilotRun,
} from "../../../studies/pilot/pilot-result.ts";
import { meanCurve, type Point } from "../../charts/points.ts";

/** The mean curve of an arm's finished runs, or of all its runs if none finished. */
export function meanOfRuns(
	{ runs }: ArmResult,
	curveOf: (run: PilotRun) => readonly Point[],
): readonly Point[] {
	const finished = runs.filter(({ state }) => state === "finished");
	return meanCurve((finished.length > 0 ? finished : runs).map(curveOf));
}
