import { ratioScale } from "../../charts/axes/axis-scale.ts";
import type { BandChart } from "../../charts/band/band.ts";
import { bandCharts } from "../../charts/band/band-chart.ts";
import { percentScale } from "../../charts/chart-scale.ts";
import { besidesOf } from "../../page/blocks/figures.ts";
import { roundText } from "../../page/language/number-text.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import type { BudgetView } from "../view/budget-view.ts";
import { figureSection } from "../view/figure-section.ts";
import { looks } from "../view/looks.ts";

type One = BudgetView["result"]["sensitivity"][number];

const ticks = [
	{ at: 1 / 3, text: "1/3" },
	{ at: 1 / 2, text: "1/2" },
	{ at: 1, text: "1" },
	{ at: 2, text: "2" },
	{ at: 3, text: "3" },
] as const;

/** A ratio as people write it: `1/3`, `1.5`. */
function ratioText({ texts }: BudgetView, ratio: number): string {
	const usual = [...ticks, { at: 2 / 3, text: "2/3" }].find(
		({ at }) => Math.abs(at - ratio) < 0.004 * at,
	);
	return usual?.text ?? roundText(texts.language, ratio);
}

/** The answers of each budget, ascending by ratio. */
function byBudget({ result }: BudgetView): (readonly One[])[] {
	const budgets = [...new Set(result.sensitivity.map(({ budget }) => budget))];
	return budgets.map((budget) =>
		result.sensitivity
			.filter((one) => one.budget === budget)
			.toSorted((a, b) => a.ratio - b.ratio),
	);
}

/** The ratio of the given prices, if it is one that was looked at. */
function givenRatio({ result }: BudgetView): number | null {
	const { demonstration, pair } = result.prices;
	if (demonstration === 0 || pair === 0) return null;
	const ratio = pair / demonstration;
	return ratio < 0.3 || ratio > 3.3 ? null : ratio;
}

function chartOf(view: BudgetView, ones: readonly One[]): BandChart {
	const { texts } = view;
	const { sensitivity } = texts;
	const budget = view.money(ones[0]?.budget ?? 0);
	const given = givenRatio(view);
	const points = ones.map(({ ratio, share, shareInterval }) => ({
		x: ratio,
		y: {
			value: share * 100,
			low: shareInterval.low * 100,
			high: shareInterval.high * 100,
		},
	}));
	const told = ones.map(
		({ ratio, share }) =>
			`${ratioText(view, ratio)}${texts.colon}${view.percent(share)}`,
	);
	return {
		label: budget,
		description: sensitivity.alt({ budget, points: told.join("; ") }),
		x: sensitivity.x,
		y: sensitivity.y,
		across: ratioScale(
			ticks,
			ones.map(({ ratio }) => ratio),
		),
		up: percentScale(texts.language),
		bands: [{ name: "", look: looks.best, points, filled: true }],
		points: [],
		guides:
			given === null
				? []
				: [{ at: given, text: sensitivity.given, range: null }],
		language: texts.language,
	};
}

/** Shares of pairs: a row for each budget, a column for each ratio. */
function tableOf(view: BudgetView): Table | null {
	const { result, texts } = view;
	const budgets = byBudget(view);
	const ratios = [
		...new Set(result.sensitivity.map(({ ratio }) => ratio)),
	].sort((a, b) => a - b);
	const shareAt = (ones: readonly One[], ratio: number) => {
		const one = ones.find((other) => other.ratio === ratio);
		return one === undefined
			? "–"
			: `${view.percent(one.share)} (${view.percents(one.shareInterval)})`;
	};
	const right = { align: "right" } as const;
	return budgets.length === 0
		? null
		: {
				columns: [
					{ title: texts.shared.budget },
					...ratios.map((ratio) => ({
						title: texts.sensitivity.ratio(ratioText(view, ratio)),
						...right,
					})),
				],
				rows: budgets.map((ones) => [
					view.money(ones[0]?.budget ?? 0),
					...ratios.map((ratio) => shareAt(ones, ratio)),
				]),
			};
}

/** How far the share of a budget moves over all ratios. */
function robustText(view: BudgetView, ones: readonly One[]): string {
	const { sensitivity } = view.texts;
	const shares = ones.map(({ share }) => view.percent(share));
	const sorted = ones.toSorted((a, b) => a.share - b.share);
	const budget = view.money(ones[0]?.budget ?? 0);
	const [low, high] = [sorted[0], sorted.at(-1)].map((one) =>
		view.percent(one?.share ?? 0),
	);
	return new Set(shares).size <= 1
		? sensitivity.constant({ budget, share: low! })
		: sensitivity.robust({ budget, low: low!, high: high! });
}

/** How the answers move with the ratio of the prices. */
export function sensitivitySection(view: BudgetView): Section {
	const { sensitivity, shared } = view.texts;
	const budgets = byBudget(view);
	const besides = besidesOf(budgets.length);
	const robust = budgets.map((ones) => robustText(view, ones));
	return figureSection({
		id: "sensitivity",
		title: sensitivity.title,
		before:
			budgets.length === 0
				? [shared.nothing]
				: [sensitivity.about, robust.join(view.texts.space)],
		besides,
		figures: () =>
			budgets.map((ones) => {
				const chart = chartOf(view, ones);
				return { title: chart.label, charts: bandCharts(chart, besides) };
			}),
		key: null,
		table: tableOf(view),
		after: [],
	});
}
