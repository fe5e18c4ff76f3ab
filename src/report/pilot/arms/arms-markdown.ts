import type { Axis } from "../../../studies/pilot/pilot-result.ts";
import { inline, table } from "../../page/markdown.ts";
import { hasSeveralBases } from "../view/bases-of.ts";
import { questionsText } from "../view/questions-text.ts";
import type { ReportView } from "../view/report-view.ts";
import { type ArmCell, type ArmsTable, armsTables } from "./arms-table.ts";

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
		`${inline(axis.name)} (${inline(view.figures(axis).unit)}; ${texts.shared.role[axis.role]}, ${texts.shared.better[axis.better]})`;
	const baseText = (name: string | null) =>
		name === null ? texts.shared.base : `${texts.shared.base} ${inline(name)}`;
	const body = rows.map(({ arm, base, cells }) => [
		arm === null ? baseText(base) : inline(arm.name),
		...cells.map((cell) => cellText(cell)),
	]);
	const questions = axes.map((axis) => questionsText(view, axis));
	const chance = axes.map((axis) =>
		axis.chance === null ? "–" : view.figures(axis).value(axis.chance),
	);
	const noise = axes.map((axis) => `±${view.figures(axis).size(axis.noise)}`);
	return table(
		[
			{ title: texts.shared.arm },
			...axes.map((axis) => ({ title: title(axis), align: "right" as const })),
		],
		[
			...body,
			[texts.shared.questions, ...questions],
			[texts.shared.chance, ...chance],
			[texts.shared.noise, ...noise],
		],
	);
}

/** All arms on all axes as Markdown; null without axes. */
export function armsText(view: ReportView): string[] | null {
	if (view.result.axes.length === 0) return null;
	const { legend, bestInText, severalBases } = view.texts.arms;
	const more = hasSeveralBases(view.result)
		? `${view.texts.space}${severalBases}`
		: "";
	return [
		`${legend(bestInText)}${more}`,
		...armsTables(view).map((one) => tableText(view, one)),
	];
}
