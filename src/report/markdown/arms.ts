import type { Axis } from "../../studies/pilot/pilot-result.ts";
import {
	type ArmCell,
	type ArmsTable,
	armsTables,
} from "../view/arms-table.ts";
import { estimateOf, gainOf } from "../view/estimate-of.ts";
import { leashNote } from "../view/leash-note.ts";
import { questionsText } from "../view/questions-text.ts";
import type { ReportView } from "../view/report-view.ts";
import { inline, table } from "./markdown-text.ts";

const signs = { better: " ▲", worse: " ▼", unclear: "", unknown: "" } as const;

function cellText(cell: ArmCell): string {
	if (cell.value === null && cell.change === null) return "–";
	const value = cell.value ?? "–";
	const shown = cell.best ? `**${value}**` : value;
	const interval = cell.interval === "" ? "" : ` (${cell.interval})`;
	const change =
		cell.change === null
			? ""
			: `; ${cell.change} (${cell.changeInterval})${signs[cell.kind]}${cell.compared === null ? "" : `; ${cell.compared}`}`;
	return `${shown}${interval}${change}`;
}

function tableText(view: ReportView, { axes, rows }: ArmsTable): string {
	const { texts } = view;
	const title = (axis: Axis) =>
		`${inline(axis.name)} (${inline(view.figures(axis).unit)}; ${texts.table.role[axis.role]}, ${texts.table.better[axis.better]})`;
	const body = rows.map(({ arm, cells }) => [
		arm === null ? texts.table.base : inline(arm.name),
		...cells.map((cell) => cellText(cell)),
	]);
	const questions = axes.map((axis) => questionsText(view, axis));
	const chance = axes.map((axis) =>
		axis.chance === null ? "–" : view.figures(axis).value(axis.chance),
	);
	const noise = axes.map((axis) => `±${view.figures(axis).size(axis.noise)}`);
	return table(
		[
			{ title: texts.table.arm },
			...axes.map((axis) => ({ title: title(axis), align: "right" as const })),
		],
		[
			...body,
			[texts.table.questions, ...questions],
			[texts.table.chance, ...chance],
			[texts.table.noise, ...noise],
		],
	);
}

/** All arms on all axes. */
export function armsText(view: ReportView): string[] {
	if (view.result.axes.length === 0) return [];
	return [
		`## ${view.texts.arms}`,
		view.texts.table.legend(view.texts.table.bestInText),
		...armsTables(view).map((one) => tableText(view, one)),
	];
}

/** The plane as a table: gain on the target beside the distance from the base. */
export function planeText(view: ReportView): string[] {
	const { texts, target, distance, result } = view;
	if (target === null || distance === null || result.arms.length === 0)
		return [`## ${texts.plane}`, texts.chart.planeMissing];
	const up = view.figures(target);
	const across = view.figures(distance);
	const rows = result.arms.map((arm) => {
		const gain = gainOf(arm, target);
		const moved = estimateOf(arm.values, distance);
		return [
			inline(arm.name),
			gain === null
				? "–"
				: `${up.change(gain.value)} (${up.changeInterval(gain)})`,
			moved === null
				? "–"
				: `${across.value(moved.value)} (${across.interval(moved)})`,
			arm.onFront ? "✓" : "",
		];
	});
	const y = texts.chart.planeY({ axis: target.name, unit: up.changeUnit });
	const x = texts.chart.planeX({
		axis: distance.name,
		unit: across.changeUnit,
	});
	const leash = leashNote(view);
	return [
		`## ${texts.plane}`,
		table(
			[
				{ title: texts.table.arm },
				{ title: inline(y), align: "right" },
				{ title: inline(x), align: "right" },
				{ title: texts.table.onFront },
			],
			rows,
		),
		...(leash === null ? [] : [leash]),
	];
}
