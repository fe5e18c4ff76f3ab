import type { ArmResult } from "../../../studies/pilot/pilot-result.ts";
import { shortName } from "../../page/language/short-name.ts";
import { html, type Markup } from "../../page/markup.ts";
import type { Section } from "../../page/report.ts";
import { type Table, tableMarkup, tableText } from "../../page/table.ts";
import { keptAxes } from "../summary/headline.ts";
import { basesOf, hasSeveralBases, type ShownBase } from "../view/bases-of.ts";
import { estimateOf, gainOf } from "../view/estimate-of.ts";
import type { ReportView } from "../view/report-view.ts";
import { modelSentences } from "./model-sentences.ts";

/** The axis on which an arm lost most relative to the width of its interval, with the change there. */
function largestLoss(view: ReportView, arm: ArmResult): string {
	const { models } = view.texts;
	const losses = keptAxes(view).flatMap((axis) => {
		const gain = gainOf(arm, axis);
		const change = estimateOf(arm.gains, axis);
		if (gain === null || change === null) return [];
		const half = Math.max((gain.high - gain.low) / 2, Number.EPSILON);
		return [{ axis, change, size: gain.value / half }];
	});
	const [worst] = losses.toSorted((a, b) => a.size - b.size);
	if (worst === undefined || worst.size >= 0) return models.noLoss;
	const { axis, change } = worst;
	const figures = view.figures(axis);
	return models.lossOn({
		axis: shortName(axis.name),
		change: `${figures.change(change.value)} (${figures.changeInterval(change)})`,
	});
}

function armCells(
	view: ReportView,
	base: ShownBase,
	arm: ArmResult,
): readonly string[] {
	const { target, distance, texts } = view;
	const { missing } = texts.shared;
	if (target === null) return [];
	const figures = view.figures(target);
	const value = (values: ShownBase["values"]) => {
		const one = estimateOf(values, target);
		return one && `${figures.value(one.value)} (${figures.interval(one)})`;
	};
	const gain = estimateOf(arm.gains, target);
	const moved = distance && estimateOf(arm.values, distance);
	const across = distance && view.figures(distance);
	return [
		base.name,
		arm === view.recommended
			? `${arm.name} (${texts.arms.recommended})`
			: arm.name,
		value(base.values) ?? missing,
		value(arm.values) ?? missing,
		gain === null
			? missing
			: `${figures.change(gain.value)} (${figures.changeInterval(gain)})`,
		largestLoss(view, arm),
		moved && across ? across.valueWithUnit(moved.value) : missing,
	];
}

/** A row for each arm, with the scores of its base; null if the pilot has one base model. */
export function modelsTable(view: ReportView): Table | null {
	const { result, texts, target } = view;
	if (!hasSeveralBases(result) || target === null) return null;
	const { models, shared } = texts;
	const right = { align: "right" } as const;
	const axis = `${shortName(target.name)} (${view.figures(target).unit})`;
	return {
		columns: [
			{ title: models.model },
			{ title: shared.arm },
			{ title: models.base({ axis }), ...right },
			{ title: models.tuned, ...right },
			{ title: models.gain, ...right },
			{ title: models.loss, ...right },
			{ title: models.moved, ...right },
		],
		rows: basesOf(result).flatMap((base) =>
			base.arms.length === 0
				? [baseOnly(view, base)]
				: base.arms.map((arm) => armCells(view, base, arm)),
		),
	};
}

/** A base model from which no arm is measured. */
function baseOnly(view: ReportView, { name, values }: ShownBase): string[] {
	const { target } = view;
	const value = target && estimateOf(values, target);
	const figures = target && view.figures(target);
	const score =
		value && figures
			? `${figures.value(value.value)} (${figures.interval(value)})`
			: "–";
	return [name, "–", score, "–", "–", "–", "–"];
}

function modelsMarkup(view: ReportView): Markup | null {
	const found = modelsTable(view);
	if (found === null) return null;
	const notes = modelSentences(view).map(
		(text) => html`<p class="note">${text}</p>`,
	);
	return html`
${notes}
<div class="card">${tableMarkup(found)}</div>`;
}

/** Arms of several base models side by side; nothing if the pilot has one. */
export function modelsSection(view: ReportView): Section {
	return {
		id: "models",
		title: view.texts.models.title,
		html: () => modelsMarkup(view),
		markdown: () => {
			const found = modelsTable(view);
			return (
				found && [modelSentences(view).join(view.texts.space), tableText(found)]
			);
		},
	};
}
