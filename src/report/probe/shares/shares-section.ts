import {
	type Knowledge,
	knowledges,
} from "../../../diagnose/probe/probe-result.ts";
import type { Estimate } from "../../../stats/estimate.ts";
import type { StackedChart } from "../../charts/stacked/stacked.ts";
import {
	stackedCharts,
	stackedKey,
} from "../../charts/stacked/stacked-chart.ts";
import { reportFiles } from "../../files/report-files.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import { shortName } from "../../page/language/short-name.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import { knowledgeLooks, onStrong } from "../../questions/question-looks.ts";
import type { ProbeView } from "../view/probe-view.ts";

interface Row {
	readonly name: string;
	readonly items: number;
	readonly shares: Readonly<Record<Knowledge, Estimate>>;
	readonly accuracy: Estimate | null;
	readonly all: boolean;
}

/** Groups that are drawn, and that are in the table. */
const most = { drawn: 14, listed: 60 } as const;

function rowsOf({ result, texts }: ProbeView): Row[] {
	const { items, shares, slices, methods, settings } = result;
	if (items.length === 0) return [];
	const deciding = methods.find(({ method }) => method === settings.method);
	const all: Row = {
		name: texts.shares.all,
		...{ items: items.length, shares, all: true },
		accuracy: deciding?.accuracy ?? null,
	};
	const groups = slices.map(
		({ column, value, items: count, accuracy, ...of }): Row => ({
			name: shortName(`${column}${texts.colon}${value}`),
			...{ items: count, shares: of, accuracy, all: false },
		}),
	);
	return [all, ...groups];
}

function chartOf(view: ProbeView, rows: readonly Row[]): StackedChart {
	const { texts, numbers } = view;
	const told = rows.map(({ name, shares }) => {
		const parts = knowledges.map(
			(one) =>
				`${texts.shared.knowledge[one]} ${numbers.percent(shares[one].value)}`,
		);
		return `${name}${texts.colon}${parts.join(", ")}`;
	});
	return {
		label: texts.shares.figure,
		description: texts.shares.alt(told.join("; ")),
		x: texts.shared.shareAxis,
		parts: knowledges.map((one) => ({
			name: texts.shared.knowledge[one],
			look: knowledgeLooks[one],
			ink: onStrong,
		})),
		rows: rows.map(({ name, shares, all }) => ({
			name,
			shares: knowledges.map((one) => shares[one].value),
			strong: all,
		})),
		language: texts.language,
	};
}

function tableOf({ texts, numbers }: ProbeView, rows: readonly Row[]): Table {
	const { shared, shares: words } = texts;
	const right = { align: "right" } as const;
	return {
		columns: [
			{ title: words.group },
			{ title: shared.questionsTitle, ...right },
			...knowledges.map((one) => ({ title: shared.knowledge[one], ...right })),
			{ title: words.accuracy, ...right },
		],
		rows: rows.map(({ name, items, shares, accuracy }) => [
			name,
			numbers.count(items),
			...knowledges.map((one) => numbers.share(shares[one])),
			numbers.share(accuracy),
		]),
	};
}

/** What the model knows, for all questions and by columns. */
export function sharesSection(view: ProbeView): Section {
	const { texts, numbers } = view;
	const rows = rowsOf(view);
	const drawn = rows.slice(0, most.drawn);
	const chart = chartOf(view, drawn);
	const rest = rows.length - most.listed;
	const { shares, shared } = texts;
	return blockSection({
		...{ id: "shares", title: shares.title, before: [shares.about] },
		cards: [
			{
				title: null,
				blocks: [
					{
						kind: "figures",
						figures: () =>
							drawn.length === 0
								? []
								: [{ title: shares.figure, charts: stackedCharts(chart) }],
						besides: 1,
						key: stackedKey(chart),
					},
					{ kind: "table", table: tableOf(view, rows.slice(0, most.listed)) },
				],
			},
		],
		after:
			rest > 0
				? [shared.rest({ rest: numbers.count(rest), file: reportFiles.json })]
				: [],
	});
}
