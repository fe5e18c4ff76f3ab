import type { BudgetAnswer } from "../../../studies/budget/budget-result.ts";
import { shareScale } from "../../charts/axes/axis-scale.ts";
import type { BandChart } from "../../charts/band/band.ts";
import { bandCharts, sharedBandScale } from "../../charts/band/band-chart.ts";
import { besidesOf } from "../../page/blocks/figures.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import type { BudgetView } from "../view/budget-view.ts";
import { cellTitle } from "../view/cell-title.ts";
import { cellsNear } from "../view/cells-near.ts";
import { figureSection } from "../view/figure-section.ts";
import { looks } from "../view/looks.ts";
import { leanOf } from "./leans.ts";

/** Score against the share of pairs, with the cells that cost about as much. */
function chartOf(view: BudgetView, answer: BudgetAnswer): BandChart {
	const { result, texts } = view;
	const { splits } = texts;
	const title = splits.alt({
		budget: view.money(answer.budget),
		split: view.split(answer),
		score: view.score(answer.score),
	});
	return {
		label: view.money(answer.budget),
		description: title,
		x: splits.x,
		y: view.scoreAxis,
		across: shareScale,
		up: null,
		bands: [
			{
				name: "",
				look: looks.best,
				points: answer.along.map(({ share, score }) => ({
					x: share,
					y: view.scaled(score),
				})),
				filled: true,
			},
		],
		points: [
			{
				x: answer.share,
				y: view.scaled(answer.score),
				look: looks.best,
				title,
				hollow: false,
				strong: true,
			},
			...cellsNear(result, answer.budget).flatMap(({ cell, share }) =>
				cell.score === null
					? []
					: [
							{
								x: share,
								y: view.scaled(cell.score),
								look: looks.cell,
								title: cellTitle(view, cell),
								hollow: cell.role === "control",
								strong: false,
							},
						],
			),
		],
		guides: [
			{
				at: answer.share,
				text: view.percent(answer.share),
				range: answer.shareInterval,
			},
		],
		language: texts.language,
	};
}

function tableOf(view: BudgetView): Table | null {
	const { result, texts, figures } = view;
	const { shared, splits } = texts;
	const right = { align: "right" } as const;
	const rows = result.answers.map((answer) => [
		view.money(answer.budget),
		view.count(answer.demonstrations),
		view.count(answer.pairs),
		`${view.percent(answer.share)} (${view.percents(answer.shareInterval)})`,
		view.score(answer.score),
		splits.upTo(figures.amount(answer.regret.high)),
		[
			shared[leanOf(answer)],
			...(answer.limitedByRows ? [splits.limited] : []),
		].join("; "),
	]);
	return rows.length === 0
		? null
		: {
				columns: [
					{ title: shared.budget },
					{ title: shared.demonstrations, ...right },
					{ title: shared.pairs, ...right },
					{ title: `${shared.share} (${shared.shareInterval})`, ...right },
					{ title: `${shared.expected} (${shared.scoreInterval})`, ...right },
					{ title: splits.columns.loss, ...right },
					{ title: splits.columns.leans },
				],
				rows,
			};
}

/** Score against the share of pairs, a chart for each budget. */
export function splitsSection(view: BudgetView): Section {
	const { splits, shared } = view.texts;
	const { answers } = view.result;
	const besides = besidesOf(answers.length);
	return figureSection({
		id: "splits",
		title: splits.title,
		before: [answers.length === 0 ? shared.nothing : splits.about],
		besides,
		figures: () => {
			const charts = answers.map((answer) => chartOf(view, answer));
			const up = sharedBandScale(charts);
			return charts.map((chart) => ({
				title: chart.label,
				charts: bandCharts({ ...chart, up }, besides),
			}));
		},
		key: null,
		table: tableOf(view),
		after: [],
	});
}
