import type { TunedDiagnosis } from "../../../diagnose/change/diagnosis.ts";
import { amountScale } from "../../charts/axes/axis-scale.ts";
import type { BandChart, MarkedPoint } from "../../charts/band/band.ts";
import { bandCharts } from "../../charts/band/band-chart.ts";
import { lookAt } from "../../charts/looks.ts";
import { swatch } from "../../charts/swatch.ts";
import type { Block } from "../../page/blocks/block.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import { html } from "../../page/markup.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import { countedTasks } from "../changes/counted-questions.ts";
import type { DiagnosisView } from "../view/diagnosis-view.ts";

/** Means over the questions of the roles that the shares count; null if nothing was measured. */
function meansOf({ tasks }: TunedDiagnosis) {
	const counted = countedTasks({ tasks });
	const mean = (of: (task: (typeof counted)[number]) => number | null) => {
		const values = counted.flatMap((task) => {
			const value = of(task);
			return value === null ? [] : [{ value, weight: task.questions }];
		});
		const weight = values.reduce((sum, one) => sum + one.weight, 0);
		return weight === 0
			? null
			: values.reduce((sum, one) => sum + one.value * one.weight, 0) / weight;
	};
	return {
		score: mean(({ score }) => score.tuned?.value ?? null),
		gain: mean(({ score }) => score.difference?.value ?? null),
		rank: mean(({ rankCorrelation }) => rankCorrelation?.value ?? null),
	};
}

function tableOf({ models, texts, numbers }: DiagnosisView): Table {
	const { models: words, summary } = texts;
	const right = { align: "right" } as const;
	const given = (value: number | null, text: (value: number) => string) =>
		value === null ? "–" : text(value);
	return {
		columns: [
			{ title: words.model },
			{ title: words.cause },
			...[words.score, words.gain, words.rank, words.kl].map((title) => ({
				title,
				...right,
			})),
		],
		rows: models.map(({ name, tuned }) => {
			const { score, gain, rank } = meansOf(tuned);
			return [
				name,
				summary.causes[tuned.cause],
				given(score, numbers.percent),
				given(gain, numbers.pointsOf),
				given(rank, numbers.plain),
				numbers.value(tuned.kl),
			];
		}),
	};
}

/** Accuracy by rank correlation, a point for each model. */
function chartOf({ models, texts, numbers }: DiagnosisView): BandChart | null {
	const placed = models.flatMap(({ name, tuned }, at) => {
		const { score, rank } = meansOf(tuned);
		return score === null || rank === null || rank < 0
			? []
			: [{ name, score, rank, look: lookAt(at) }];
	});
	if (placed.length < 3) return null;
	const told = placed.map(
		({ name, score, rank }) =>
			`${name}${texts.colon}${numbers.plain(rank)}, ${numbers.percent(score)}`,
	);
	const points = placed.map(({ name, score, rank, look }): MarkedPoint => {
		const value = score * 100;
		return {
			...{ x: rank, y: { value, low: value, high: value }, look },
			...{ title: name, hollow: false, strong: false },
		};
	});
	return {
		label: texts.models.figure,
		description: texts.models.alt(told.join("; ")),
		...{ x: texts.models.x, y: texts.shared.accuracyAxis },
		across: amountScale({
			values: [...placed.map(({ rank }) => rank), 1],
			language: texts.language,
		}),
		up: null,
		...{ bands: [], points, guides: [], language: texts.language },
	};
}

function figureBlock(view: DiagnosisView): Block {
	const chart = chartOf(view);
	const key = view.models.map(
		({ name }, at) => html`<li>${swatch(lookAt(at))}<bdi>${name}</bdi></li>`,
	);
	return {
		kind: "figures",
		figures: () =>
			chart === null
				? []
				: [{ title: chart.label, charts: bandCharts(chart, 2) }],
		besides: 2,
		key: html`<ul class="key">${key}</ul>`,
	};
}

/** Several tuned models, and the partial correlation over them; null for one. */
export function modelsSection(view: DiagnosisView): Section | null {
	const { texts, numbers, result } = view;
	const { models } = texts;
	if (view.models.length < 2) return null;
	const { partialCorrelation } = result;
	return blockSection({
		...{ id: "models", title: models.title, after: [] },
		before: [
			models.about,
			partialCorrelation === null
				? models.noPartial
				: models.partial({
						runs: numbers.count(partialCorrelation.runs),
						observations: numbers.count(partialCorrelation.observations),
						value: numbers.value(partialCorrelation.value),
					}),
		],
		cards: [
			{
				title: null,
				blocks: [figureBlock(view), { kind: "table", table: tableOf(view) }],
			},
		],
	});
}
