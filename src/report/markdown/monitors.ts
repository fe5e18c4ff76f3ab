import { monitorLines } from "../view/monitor-lines.ts";
import type { ReportView } from "../view/report-view.ts";
import { inline, table } from "./markdown-text.ts";

/** Where the monitors of training end, a row for each and a column for each arm. */
export function monitorsText(view: ReportView): string[] {
	const { texts, result } = view;
	const monitors = monitorLines(view);
	if (monitors.length === 0) return [];
	const rows = monitors.map(({ title, lines }) => [
		inline(title),
		...result.arms.map(
			(arm) => lines.find((line) => line.arm === arm)?.last ?? "–",
		),
	]);
	return [
		`## ${texts.monitors}`,
		texts.monitor.note,
		table(
			[
				{ title: texts.table.measure },
				...result.arms.map(({ name }) => ({
					title: inline(name),
					align: "right" as const,
				})),
			],
			rows,
		),
	];
}
