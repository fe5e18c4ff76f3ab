import type { ReportView } from "../view/report-view.ts";

/** Why an arm may be beyond its leash in the plane; null if no arm has a leash. */
export function leashNote({ texts, result }: ReportView): string | null {
	const leashed = result.arms.some(({ leash }) => leash !== null);
	return leashed ? texts.plane.leashNote : null;
}
