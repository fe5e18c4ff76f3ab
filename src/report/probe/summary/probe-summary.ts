import {
	knowledges,
	type ProbeAdvice,
} from "../../../diagnose/probe/probe-result.ts";
import type { Estimate } from "../../../stats/estimate.ts";
import {
	summaryContent,
	type Tile,
	type Tone,
} from "../../page/blocks/summary.ts";
import type { Content } from "../../page/report.ts";
import type { ProbeView } from "../view/probe-view.ts";

const tones: Readonly<Record<ProbeAdvice["kind"], Tone>> = {
	"draw-out": "good",
	"put-into-prompt": "plain",
	teach: "plain",
	"nothing-to-gain": "plain",
	"cannot-tell": "bad",
};

function adviceText(
	{ texts, numbers }: ProbeView,
	advice: ProbeAdvice,
): string {
	const { shared, summary } = texts;
	return summary.advice[advice.kind]({
		items: shared.questions(numbers.count(advice.items)),
		rows: shared.rows(numbers.count("rows" in advice ? advice.rows : 0)),
	});
}

function tilesOf({ result, texts, numbers }: ProbeView): Tile[] {
	const { summary, shared } = texts;
	const tile = (name: string, { value, low, high }: Estimate): Tile => ({
		...{ name, figure: numbers.percent(value), unit: "" },
		note: summary.interval(
			texts.interval(numbers.percent(low), numbers.percent(high)),
		),
	});
	const { value, low, high } = result.prediction.gain;
	const gain: Tile = {
		name: summary.gainTile,
		figure: numbers.pointsOf(value),
		unit: summary.points,
		note: summary.interval(
			texts.interval(numbers.pointsOf(low), numbers.pointsOf(high)),
		),
	};
	return [
		...knowledges.map((one) => tile(shared.knowledge[one], result.shares[one])),
		gain,
		tile(summary.falseKnownTile, result.falseKnown),
	];
}

/** What the model knows in words, and what to do with the rows. */
export function probeSummary(view: ProbeView): Content {
	const { result, texts, numbers, model } = view;
	const { summary, shared, space } = texts;
	const { shares, prediction, items, advice, excluded, notes } = result;
	const isEmpty = items.length === 0;
	const [first] = advice;
	return summaryContent({
		label: summary.title,
		badge:
			first === undefined
				? { tone: "plain", text: summary.emptyBadge }
				: { tone: tones[first.kind], text: summary.badge[first.kind] },
		lead: isEmpty
			? summary.empty
			: summary.lead({
					model,
					items: shared.questions(numbers.count(items.length)),
					known: numbers.share(shares.known),
					unsure: numbers.share(shares.unsure),
					unknown: numbers.share(shares.unknown),
				}),
		said: isEmpty
			? []
			: [
					summary.brackets,
					summary.gain({
						gain: numbers.points(prediction.gain),
						risk: numbers.share(prediction.risk),
					}),
				],
		tiles: isEmpty ? [] : tilesOf(view),
		entries: null,
		steps: {
			title: summary.next,
			items: advice.map((one) => adviceText(view, one)),
		},
		notes: {
			title: summary.notes,
			items: [
				...(excluded.length === 0
					? []
					: [
							summary.excluded(
								shared.questions(numbers.count(excluded.length)),
							),
						]),
				...notes,
			],
		},
		space,
	});
}
