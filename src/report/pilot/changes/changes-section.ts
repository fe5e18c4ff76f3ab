import type { ArmResult, Axis } from "../../../studies/pilot/pilot-result.ts";
import { intervalChart } from "../../charts/interval-chart.ts";
import { lookAt } from "../../charts/looks.ts";
import { html, type Markup } from "../../page/markup.ts";
import { named } from "../../page/named.ts";
import type { Section } from "../../page/report.ts";
import { estimateOf } from "../view/estimate-of.ts";
import type { ReportView } from "../view/report-view.ts";

const order: readonly Axis["role"][] = ["retention", "wording", "target"];

/** The axes that the plane does not show: first those that have to be kept. */
function shownAxes({ result, target }: ReportView): Axis[] {
	return order.flatMap((role) =>
		result.axes.filter((axis) => axis.role === role && axis !== target),
	);
}

function describe(view: ReportView, axis: Axis): string {
	const figures = view.figures(axis);
	const told = (arm: ArmResult) => {
		const change = estimateOf(arm.gains, axis);
		const text =
			change === null
				? view.texts.shared.missing
				: figures.change(change.value);
		return `${arm.name}${view.texts.colon}${text}`;
	};
	return view.result.arms.map(told).join("; ");
}

/** The changes of all arms from the base on one axis, in the units that are shown. */
function chart(view: ReportView, axis: Axis): Markup {
	const { texts, result, recommended } = view;
	const { scale, changeUnit } = view.figures(axis);
	const scaled = (arm: ArmResult) => {
		const change = estimateOf(arm.gains, axis);
		return (
			change && {
				value: change.value * scale,
				low: change.low * scale,
				high: change.high * scale,
			}
		);
	};
	return intervalChart({
		label: axis.name,
		description: texts.changes.alt({
			axis: axis.name,
			points: describe(view, axis),
		}),
		x: texts.changes.x({ unit: changeUnit, better: axis.better }),
		rows: result.arms.map((arm, place) => ({
			name: arm.name,
			value: scaled(arm),
			strong: arm === recommended,
			look: lookAt(place),
		})),
		noise: axis.noise * scale,
		missing: texts.shared.missing,
		language: texts.language,
	});
}

function changesMarkup(view: ReportView): Markup | null {
	const { texts, result } = view;
	const axes = shownAxes(view);
	if (axes.length === 0 || result.arms.length === 0) return null;
	const charts = axes.map(
		(axis) =>
			html`<figure><h3>${named(axis.name)} <span class="role">${texts.shared.role[axis.role]}</span></h3>${chart(view, axis)}</figure>`,
	);
	return html`<p class="note">${texts.changes.note}</p>
<div class="card"><div class="grid changes">${charts}</div></div>`;
}

/** Charts of every axis that the plane leaves out. Markdown has these changes in the table of arms. */
export function changesSection(view: ReportView): Section {
	return {
		id: "changes",
		title: view.texts.changes.title,
		html: () => changesMarkup(view),
		markdown: () => null,
	};
}
