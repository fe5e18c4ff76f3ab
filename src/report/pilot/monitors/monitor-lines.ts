import type { ArmResult } from "../../../studies/pilot/pilot-result.ts";
import {
	type MonitorName,
	monitorNames,
} from "../../../studies/pilot/run-monitors.ts";
import { type Point, pointsOf } from "../../charts/points.ts";
import { roundText } from "../../page/language/number-text.ts";
import { meanOfRuns } from "../view/mean-of-runs.ts";
import type { ReportView } from "../view/report-view.ts";

/** Monitors that are shares, which are shown in percent. */
const shares: ReadonlySet<MonitorName> = new Set<MonitorName>([
	"shareBelow01",
	"shareAbove09",
	"effectiveShare",
	"pairAccuracy",
]);

/** One monitor of one arm by step, the mean of the finished seeds, in the units that are shown. */
export interface MonitorLine {
	readonly arm: ArmResult;
	readonly points: readonly Point[];
	/** The last value as text. */
	readonly last: string;
}

/** A monitor that some arm logged. */
export interface MonitorLines {
	readonly title: string;
	readonly lines: readonly MonitorLine[];
}

/** The monitors that arms logged, each with the arms that did. */
export function monitorLines({ result, texts }: ReportView): MonitorLines[] {
	return monitorNames.flatMap((name) => {
		const scale = shares.has(name) ? 100 : 1;
		const lines = result.arms.flatMap((arm) => {
			const points = meanOfRuns(arm, ({ monitors }) =>
				pointsOf(monitors, (point) => point[name]),
			).map(({ step, value }) => ({ step, value: value * scale }));
			const end = points.at(-1);
			if (end === undefined) return [];
			return [{ arm, points, last: roundText(texts.language, end.value) }];
		});
		return lines.length === 0
			? []
			: [{ title: texts.monitors.names[name], lines }];
	});
}
