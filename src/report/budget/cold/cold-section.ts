import { amountScale } from "../../charts/axes/axis-scale.ts";
import type { Band, BandChart } from "../../charts/band/band.ts";
import { frontierCharts } from "../../charts/band/band-chart.ts";
import { lookAt } from "../../charts/looks.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import type { BudgetView } from "../view/budget-view.ts";
import { figureSection } from "../view/figure-section.ts";
import { looks } from "../view/looks.ts";
import { coldSentences, hasPenalty } from "./cold-sentences.ts";

type ColdStart = NonNullable<BudgetView["result"]["coldStart"]>;
type Measured = ColdStart["measured"][number];

/** Cells count as those of one number of pairs if they differ by less than this factor. */
const alike = 1.25;

/** Measured cells with about the same number of pairs, ascending by demonstrations; those with the most pairs first. */
function groupsOf({ measured }: ColdStart): Measured[][] {
	const groups: Measured[][] = [];
	for (const one of measured.toSorted((a, b) => b.pairs - a.pairs)) {
		const last = groups.at(-1);
		if (last !== undefined && last[0]!.pairs < alike * one.pairs)
			last.push(one);
		else groups.push([one]);
	}
	return groups.map((group) =>
		group.sort((a, b) => a.demonstrations - b.demonstrations),
	);
}

function bandsOf(view: BudgetView, coldStart: ColdStart, most: number): Band[] {
	const { result, texts } = view;
	const groups = groupsOf(coldStart).map((group, at) => ({
		name: texts.shared.somePairs(
			view.count(Math.max(...group.map(({ pairs }) => pairs))),
		),
		look: lookAt(at),
		points: group.map(({ demonstrations, score }) => ({
			x: demonstrations,
			y: view.scaled(score),
		})),
		filled: false,
	}));
	if (result.base === null) return groups;
	const y = view.scaled(result.base);
	const base = {
		name: texts.shared.base,
		look: looks.base,
		points: [
			{ x: 0, y },
			{ x: most, y },
		],
		filled: false,
	};
	return [...groups, base];
}

function chartOf(view: BudgetView): BandChart | null {
	const { texts } = view;
	const { cold } = texts;
	const { coldStart } = view.result;
	if (coldStart === null || coldStart.measured.length === 0) return null;
	const { half, mostly } = coldStart;
	const points = groupsOf(coldStart).flatMap((group, at) =>
		group.map(({ demonstrations, pairs, score }) => ({
			x: demonstrations,
			y: view.scaled(score),
			look: lookAt(at),
			title: `${view.split({ demonstrations, pairs })}${texts.colon}${view.score(score)}`,
			hollow: false,
			strong: false,
		})),
	);
	const most = Math.max(...points.map(({ x }) => x));
	const guides = hasPenalty(view)
		? [
				{ at: half?.value, text: cold.half },
				{ at: mostly?.value, text: cold.mostly },
			].flatMap(({ at, text }) =>
				at === undefined || at > 4 * most ? [] : [{ at, text, range: null }],
			)
		: [];
	return {
		label: cold.heading,
		description: cold.alt(points.map(({ title }) => title).join("; ")),
		x: cold.x,
		y: view.scoreAxis,
		across: amountScale({
			values: [...points.map(({ x }) => x), ...guides.map(({ at }) => at)],
			language: texts.language,
		}),
		up: null,
		bands: bandsOf(view, coldStart, most),
		points,
		guides,
		language: texts.language,
	};
}

function tableOf({ result, texts, count, score }: BudgetView): Table | null {
	const { cold, shared } = texts;
	const right = { align: "right" } as const;
	const rows = (result.coldStart?.measured ?? []).map((one) => [
		count(one.demonstrations),
		count(one.pairs),
		score(one.score),
	]);
	return rows.length === 0
		? null
		: {
				columns: [
					{ title: cold.columns.first },
					{ title: shared.pairs, ...right },
					{ title: `${shared.score} (${shared.scoreInterval})`, ...right },
				],
				rows,
			};
}

/** Pairs with and without demonstrations first. */
export function coldSection(view: BudgetView): Section {
	const { cold } = view.texts;
	const sentences = coldSentences(view);
	const chart = chartOf(view);
	return figureSection({
		id: "cold",
		title: cold.title,
		before:
			sentences.length === 0 ? [cold.unknown] : [cold.about, ...sentences],
		besides: 1,
		figures: () =>
			chart === null
				? []
				: [{ title: cold.heading, charts: frontierCharts(chart) }],
		key: null,
		table: tableOf(view),
		after: [],
	});
}
