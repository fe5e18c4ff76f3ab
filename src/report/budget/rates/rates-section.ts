import { scoreCharts } from "../../charts/score-chart.ts";
import type { Figure } from "../../page/blocks/figures.ts";
import { rateText } from "../../page/language/number-text.ts";
import { shortName } from "../../page/language/short-name.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import type { BudgetView } from "../view/budget-view.ts";
import { figureSection } from "../view/figure-section.ts";
import { looks } from "../view/looks.ts";

type Stage = BudgetView["result"]["stages"][number];
type Anchor = Stage["anchors"][number];

const lookOf = {
	demonstrations: looks.demonstrations,
	pairs: looks.pairs,
	untouched: looks.untouched,
} as const;

function triedText({ texts, figures }: BudgetView, { tried }: Anchor): string {
	const { rates, colon } = texts;
	const told = tried.map(
		({ learningRate, score }) =>
			`${rateText(learningRate)}${colon}${score === null ? rates.noScore : figures.value(score)}`,
	);
	return told.length === 0 ? rates.given : told.join("; ");
}

function chosenText({ texts }: BudgetView, { chosen }: Anchor): string {
	return chosen === null ? texts.rates.alike : rateText(chosen);
}

function anchorName(
	{ texts, count }: BudgetView,
	stage: Stage,
	anchor: Anchor,
) {
	const { rates } = texts;
	return rates.anchor({
		stage: rates.kinds[stage.kind],
		prompts: count(anchor.prompts),
	});
}

/** A chart for each anchor of a stage, all on the same scales. */
function figuresOf(view: BudgetView, stage: Stage): Figure[] {
	const { texts, figures } = view;
	const { rates, language } = texts;
	const tuned = stage.anchors.filter(({ tried }) => tried.length > 1);
	const charts = scoreCharts({
		series: tuned.map((anchor) => ({
			name: anchorName(view, stage, anchor),
			description: rates.alt({
				anchor: anchorName(view, stage, anchor),
				chosen: chosenText(view, anchor),
				points: triedText(view, anchor),
			}),
			look: lookOf[stage.kind],
			points: anchor.tried.map(({ learningRate, score }) => ({
				x: learningRate,
				y: score === null ? null : score * figures.scale,
			})),
			chosen: anchor.chosen,
		})),
		x: rates.x,
		y: view.scoreAxis,
		xText: rateText,
		missing: rates.noScore,
		language,
	});
	return tuned.map((anchor, at) => ({
		title: anchorName(view, stage, anchor),
		charts: [charts[at]!],
	}));
}

function tableOf(view: BudgetView): Table | null {
	const { rates } = view.texts;
	const right = { align: "right" } as const;
	const rows = view.result.stages.flatMap((stage) =>
		stage.anchors.map((anchor) => [
			rates.kinds[stage.kind],
			shortName(stage.objective),
			view.count(anchor.prompts),
			chosenText(view, anchor),
			triedText(view, anchor),
		]),
	);
	return rows.length === 0
		? null
		: {
				columns: [
					{ title: rates.stage },
					{ title: rates.objective },
					{ title: rates.prompts, ...right },
					{ title: rates.chosen, ...right },
					{ title: rates.tried },
				],
				rows,
			};
}

/** The learning rates of each stage. */
export function ratesSection(view: BudgetView): Section {
	const { rates, space } = view.texts;
	const table = tableOf(view);
	return figureSection({
		id: "rates",
		title: rates.title,
		before: [
			table === null ? rates.none : `${rates.about}${space}${rates.filled}`,
		],
		besides: 3,
		figures: () =>
			view.result.stages.flatMap((stage) => figuresOf(view, stage)),
		key: null,
		table,
		after: [],
	});
}
