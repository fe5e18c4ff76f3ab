import type { ArmResult, Axis } from "../../../studies/pilot/pilot-result.ts";
import { roundText } from "../../page/language/number-text.ts";
import { shortName } from "../../page/language/short-name.ts";
import { baseValuesOf } from "../view/bases-of.ts";
import { changeKind } from "../view/change-kind.ts";
import { armsByGain, estimateOf, gainOf } from "../view/estimate-of.ts";
import type { ReportView } from "../view/report-view.ts";

const absolute = Math.abs;

function gainSentence(view: ReportView, arm: ArmResult): string {
	const { target, texts, result } = view;
	const gain = target === null ? null : gainOf(arm, target);
	const value = target === null ? null : estimateOf(arm.values, target);
	if (target === null || gain === null || value === null)
		return texts.headline.gainUnknown({ arm: shortName(arm.name) });
	const figures = view.figures(target);
	const base = estimateOf(baseValuesOf(result, arm), target);
	const told = {
		arm: shortName(arm.name),
		axis: shortName(target.name),
		gain: figures.amount(gain.value),
		interval: figures.interval(gain),
	};
	if (gain.low <= 0) return texts.headline.gainUnclear(told);
	const sentence =
		result.verdict?.ship === false
			? texts.headline.gainRefused
			: texts.headline.gain;
	return sentence({
		...told,
		base: base === null ? texts.shared.missing : figures.value(base.value),
		value: figures.value(value.value),
	});
}

function movedText(view: ReportView, arm: ArmResult): string | null {
	const { distance, texts } = view;
	const moved = distance === null ? null : estimateOf(arm.values, distance);
	if (distance === null || moved === null) return null;
	const figures = view.figures(distance);
	return texts.headline.moved({
		distance: figures.valueWithUnit(moved.value),
	});
}

/** The axes on which a model should not get worse. */
export function keptAxes({ result }: ReportView): Axis[] {
	return result.axes.filter(({ role }) => role === "retention");
}

function lossSentence(view: ReportView, arm: ArmResult): string {
	const { headline } = view.texts;
	const moved = movedText(view, arm);
	const kept = keptAxes(view).filter((axis) => gainOf(arm, axis) !== null);
	if (kept.length === 0) return headline.nothingToKeep(moved);
	const losses = kept
		.filter((axis) => changeKind(view.result, arm, axis) === "worse")
		.map((axis) =>
			headline.loss({
				axis: shortName(axis.name),
				amount: view.figures(axis).amount(absolute(gainOf(arm, axis)!.value)),
			}),
		);
	return losses.length === 0
		? headline.kept(moved)
		: headline.lost(losses, moved);
}

function verdictSentence({ result, texts }: ReportView): string {
	const { verdict } = result;
	if (verdict === null) return texts.headline.noVerdict;
	const { conditions, ship } = verdict;
	if (ship) return texts.headline.ship(conditions.length);
	const failed = conditions.filter(({ holds }) => !holds);
	return texts.headline.doNotShip({
		failed: failed.length,
		count: conditions.length,
		axes: texts.list([...new Set(failed.map(({ axis }) => shortName(axis)))]),
	});
}

function withoutRecommendation(view: ReportView): string[] {
	const { texts, target, result } = view;
	const finished = result.arms.some(({ runs }) =>
		runs.some(({ state }) => state === "finished"),
	);
	if (!finished) return [texts.headline.nothingFinished];
	const [best] = armsByGain(view);
	if (best === undefined || target === null)
		return [texts.headline.nothingGauged];
	const figures = view.figures(target);
	const told = {
		arm: shortName(best.arm.name),
		axis: shortName(target.name),
		gain: figures.amount(best.gain.value),
		interval: figures.interval(best.gain),
	};
	return [texts.headline.none, texts.headline.noneBest(told)];
}

/** The findings of the pilot in two or three sentences: gain, losses and distance, ship or not. */
export function headline(view: ReportView): string[] {
	const arm = view.recommended;
	const hasVerdict = view.result.verdict !== null;
	if (arm === null)
		return [
			...withoutRecommendation(view),
			...(hasVerdict ? [verdictSentence(view)] : []),
		];
	return [
		gainSentence(view, arm),
		lossSentence(view, arm),
		verdictSentence(view),
	];
}

/** How many times as far one arm moved as another; null if that cannot be computed. */
export function timesAsFar(
	view: ReportView,
	far: ArmResult,
	near: ArmResult,
): string | null {
	const { distance, texts } = view;
	if (distance === null) return null;
	const above = estimateOf(far.values, distance);
	const below = estimateOf(near.values, distance);
	if (above === null || below === null || below.value <= 0) return null;
	const times = above.value / below.value;
	return times > 0
		? roundText(texts.language, Number(times.toPrecision(2)))
		: null;
}

/** The arm of the same base with the largest gain except the recommended one; null if there is none. */
export function rivalOf(view: ReportView): ArmResult | null {
	const { recommended } = view;
	if (recommended === null) return null;
	const best = armsByGain(view).find(
		({ arm }) => arm !== recommended && arm.base === recommended.base,
	);
	return best?.arm ?? null;
}

/** How the rival compares with the recommended arm; null if they cannot be compared. */
export function rivalSentence(view: ReportView): string | null {
	const { target, texts, recommended } = view;
	const rival = rivalOf(view);
	if (target === null || recommended === null || rival === null) return null;
	const own = gainOf(recommended, target);
	const other = gainOf(rival, target);
	if (own === null || other === null) return null;
	return texts.headline.rival({
		arm: shortName(recommended.name),
		rival: shortName(rival.name),
		difference: view.figures(target).amount(absolute(other.value - own.value)),
		more: other.value > own.value,
		times: timesAsFar(view, rival, recommended),
	});
}
