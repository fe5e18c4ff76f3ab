import { inline, table } from "../../page/markdown.ts";
import type { ReportView } from "../view/report-view.ts";
import { monitorLines } from "./monitor-lines.ts";

/** Where the monitors of training end, a row for each and a column for each arm. */
export function monitorsText(view: ReportView): string[] | null {
	const { texts, result } = view;
	const monitors = monitorLines(view);
	if (monitors.length === 0) return null;
	const rows = monitors.map(({ title, lines }) => [
		inline(title),
		...result.arms.map(
			(arm) => lines.find((line) => line.arm === arm)?.last ?? "–",
		),
	]);
	return [
		texts.monitors.note,
		table(
			[
				{ title: texts.shared.measure },
				...result.arms.map(({ name }) => ({
					title: inline(name),
					align: "right" as const,
				})),
			],
			rows,
		),
	];
}
