import type { Language } from "../../report/page/language/language.ts";
import type { Estimate } from "../../stats/estimate.ts";
import type {
	BudgetPlan,
	PlanNote,
} from "../../studies/budget/plan/budget-plan.ts";
import type { Interval } from "../../studies/budget/plan/plan-question.ts";
import { marksOf } from "./rule-marks.ts";
import {
	intervalText,
	percentText,
	pointsText,
	rowsText,
} from "./texts/amount-text.ts";
import { noteTexts } from "./texts/note-texts.ts";

/** `3.1 to 5`: one number if both ends look the same. */
function pointRange({ low, high }: Interval, language: Language): string {
	const from = pointsText(language, low);
	const to = pointsText(language, high);
	return from === to ? from : noteTexts[language].range(from, to);
}

function gainText(gain: Estimate, language: Language): string {
	const { gain: text } = noteTexts[language];
	const value = pointsText(language, gain.value);
	return gain.low < gain.high
		? text(value, pointRange(gain, language))
		: text(value, null);
}

function noteSentence(
	note: PlanNote,
	plan: Pick<BudgetPlan, "unit" | "rules">,
	language: Language,
): string {
	const texts = noteTexts[language];
	const { unit } = plan;
	const rows = (count: number) => rowsText(language, count);
	const share = (value: number) => percentText(language, value);
	switch (note.kind) {
		case "only":
			return texts.only(note.buy);
		case "pairs-below-threshold":
		case "knowledge":
			return texts[note.kind]();
		case "capped":
			return texts.capped(rows(note.demonstrations));
		case "pairs-kept":
			return texts["pairs-kept"](rows(note.pairs));
		case "thin-foundation":
			return texts["thin-foundation"](share(note.share));
		case "share-missed":
			return texts["share-missed"]({
				share: share(note.share),
				asked: `${share(note.asked)}${marksOf(plan, ["split", "three-in-four"])}`,
			});
		case "lower-prices":
			return texts["lower-prices"]({
				examples: rows(note.examples),
				crosses: note.crosses,
			});
		case "made-pairs":
			return texts["made-pairs"]({
				pairs: rows(note.pairs),
				cost: `${intervalText(language, note.cost, unit)}${marksOf(plan, ["made-pairs"])}`,
				bought: intervalText(language, note.bought, unit),
				labelled: rows(note.labelled),
			});
		case "alone":
			return texts.alone(rows(note.demonstrations));
		case "ratio":
			return texts.ratio(pointsText(language, note.ratio));
		case "pilot-passed":
		case "pilot-failed":
			return texts[note.kind](gainText(note.gain, language));
		case "pilot-unclear":
			return texts["pilot-unclear"](
				gainText(note.gain, language),
				note.interval,
			);
		default:
			return note satisfies never;
	}
}

/** The notes of a plan, a sentence or two each. */
export function noteSentences(
	plan: Pick<BudgetPlan, "notes" | "unit" | "rules">,
	language: Language,
): string[] {
	return plan.notes.map((note) => noteSentence(note, plan, language));
}

/** When the plan pays for itself; nothing if no value of a point was given. */
export function payBackSentences(
	plan: Pick<BudgetPlan, "payBack" | "rules">,
	language: Language,
): string[] {
	const { payBack } = plan;
	if (payBack === null) return [];
	const texts = noteTexts[language];
	const { currency, perPoint, cost, breakEven, gained, headroom, coldStart } =
		payBack;
	const money = (interval: Interval) =>
		intervalText(language, interval, currency);
	const points = (interval: Interval) => pointRange(interval, language);
	const room = headroom === null ? "" : pointsText(language, headroom);
	return [
		texts.payBack({
			cost: money(cost),
			perPoint: money(perPoint),
			breakEven: points(breakEven),
			mark: marksOf(plan, ["break-even"]),
		}),
		...(headroom !== null && headroom < breakEven.low
			? [texts.headroom(room)]
			: headroom !== null && headroom < breakEven.high
				? [texts.headroomTight(room)]
				: []),
		...(gained === null
			? []
			: [
					texts.gained({
						gain: gainText(gained.points, language),
						worth: money(gained.worth),
					}),
				]),
		...(coldStart === null
			? []
			: [
					texts.coldStart({
						points: points(coldStart.points),
						worth: money(coldStart.worth),
					}),
				]),
	];
}
