import type { Estimate } from "../../../stats/estimate.ts";
import { intervalChart } from "../../charts/interval-chart.ts";
import { besidesOf } from "../../page/blocks/figures.ts";
import { shortName } from "../../page/language/short-name.ts";
import type { Markup } from "../../page/markup.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import type { BudgetView } from "../view/budget-view.ts";
import { figureSection } from "../view/figure-section.ts";
import { looks } from "../view/looks.ts";

type One = BudgetView["result"]["marginal"][number];

const kinds = [
	{ kind: "demonstrations", price: "demonstration" },
	{ kind: "pairs", price: "pair" },
] as const;

const scaledOrNull = (view: BudgetView, gain: Estimate | null) =>
	gain === null ? null : view.scaled(gain);

function chartOf(view: BudgetView, one: One): Markup {
	const { texts, figures, result } = view;
	const { marginal, shared } = texts;
	const budget = view.money(one.budget);
	const told = kinds.map(
		({ kind }) => `${marginal[kind]}${texts.colon}${view.change(one[kind])}`,
	);
	return intervalChart({
		label: marginal.after(budget),
		description: marginal.alt({ budget, points: told.join("; ") }),
		x: marginal.x({
			axis: shortName(result.target.name),
			unit: shortName(figures.changeUnit),
		}),
		rows: kinds.map(({ kind }) => ({
			name: shared[kind],
			value: scaledOrNull(view, one[kind]),
			strong: false,
			look: looks[kind],
		})),
		noise: 0,
		missing: shared.notMeasured,
		language: texts.language,
	});
}

/** The amount that gains are given for: about what 100 prompts of the dearer kind cost. */
function per({ result }: BudgetView): number {
	const { demonstration, pair } = result.prices;
	const dear = 100 * Math.max(demonstration, pair);
	return dear === 0 ? 0 : 10 ** Math.round(Math.log10(dear));
}

function tableOf(view: BudgetView): Table | null {
	const { result, texts, figures } = view;
	const { marginal } = texts;
	const right = { align: "right" } as const;
	const amount = per(view);
	const perAmount = (gain: Estimate | null, price: number) => {
		if (price === 0) return marginal.free;
		return gain === null
			? "–"
			: figures.change((gain.value * amount) / (100 * price));
	};
	const rows = result.marginal.flatMap((one) =>
		kinds.map(({ kind, price }) => [
			view.money(one.budget),
			marginal[kind],
			view.change(one[kind]),
			view.money(100 * result.prices[price]),
			perAmount(one[kind], result.prices[price]),
		]),
	);
	return rows.length === 0
		? null
		: {
				columns: [
					{ title: marginal.columns.after },
					{ title: marginal.title },
					{
						title: marginal.x({
							axis: shortName(result.target.name),
							unit: shortName(figures.changeUnit),
						}),
						...right,
					},
					{ title: marginal.columns.cost, ...right },
					{ title: marginal.columns.perUnit(view.money(amount)), ...right },
				],
				rows,
			};
}

/** What the next 100 prompts of either kind add after each budget. */
export function marginalSection(view: BudgetView): Section {
	const { marginal, shared } = view.texts;
	const ones = view.result.marginal;
	return figureSection({
		id: "marginal",
		title: marginal.title,
		before: [ones.length === 0 ? shared.nothing : marginal.about],
		besides: besidesOf(ones.length),
		figures: () =>
			ones.map((one) => ({
				title: marginal.after(view.money(one.budget)),
				charts: [chartOf(view, one)],
			})),
		key: null,
		table: tableOf(view),
		after: [],
	});
}
