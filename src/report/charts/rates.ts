import * as Plot from "@observablehq/plot";
import type { ArmResult } from "../../studies/pilot/pilot-result.ts";
import type { Markup } from "../html/markup.ts";
import { rateText } from "../view/number-text.ts";
import type { ReportView } from "../view/report-view.ts";
import { triedScores } from "../view/tried-scores.ts";
import { chartScale, placedScale } from "./chart-scale.ts";
import { dotOf, drawChart } from "./draw-chart.ts";
import { type Look, lookAt } from "./looks.ts";
import { fitText } from "./text-size.ts";

const size = { width: 236, height: 176 };
const margins = { top: 26, right: 24, bottom: 42, left: 44 };

type Tried = ArmResult["tried"][number];

/** Whether learning rates were compared for this arm. */
export function wasTuned({ tried }: ArmResult): boolean {
	return tried.length > 1;
}

/** Those that have a score, in the units that are shown. */
function scored(tried: readonly Tried[], scale: number) {
	return tried.flatMap(({ learningRate, score }) =>
		score === null || !Number.isFinite(score)
			? []
			: [{ learningRate, score: score * scale }],
	);
}

function rateMarks(
	arm: ArmResult,
	look: Look,
	scale: number,
	missing: string,
): Plot.Markish[] {
	const points = scored(arm.tried, scale);
	const lost = arm.tried.filter(
		({ learningRate }) =>
			!points.some((point) => point.learningRate === learningRate),
	);
	const chosen = points.filter(
		({ learningRate }) => learningRate === arm.learningRate,
	);
	const channels = { x: "learningRate", y: "score" } as const;
	const dot = dotOf(look);
	return [
		Plot.line(points, {
			...channels,
			sort: "learningRate",
			stroke: look.colour,
			strokeWidth: 1.5,
		}),
		Plot.dot(points, {
			...channels,
			r: 4,
			symbol: dot.symbol,
			fill: "var(--surface)",
			stroke: look.colour,
			strokeWidth: 1.5,
		}),
		Plot.dot(chosen, {
			...channels,
			...dot,
			r: 6,
			stroke: "var(--surface)",
			strokeWidth: 1,
		}),
		Plot.text(lost, {
			x: "learningRate",
			frameAnchor: "top",
			dy: 4,
			text: () => `✕ ${missing}`,
			lineAnchor: "top",
			fill: "var(--muted)",
			fontSize: 11,
		}),
	];
}

/** All tuned arms share their scales, so that their curves can be compared. */
function sharedScales(view: ReportView, arms: readonly ArmResult[]) {
	const tried = arms.flatMap((arm) => arm.tried);
	const { scale, name } = triedScores(view);
	const scores = scored(tried, scale).map(({ score }) => score);
	const rates = [...new Set(tried.map(({ learningRate }) => learningRate))]
		.filter((rate) => rate > 0)
		.sort((a, b) => a - b);
	const y = chartScale({
		values: scores.length === 0 ? [1] : scores,
		language: view.texts.language,
		zero: false,
		margin: 0.12,
		ticks: 4,
	});
	return { y, rates, scale, name };
}

function rateChart(
	view: ReportView,
	arm: ArmResult,
	shared: ReturnType<typeof sharedScales>,
): Markup {
	const { y, rates, scale, name } = shared;
	const { chart, colon } = view.texts;
	const { value } = triedScores(view);
	const look = lookAt(view.result.arms.indexOf(arm));
	const stride = Math.ceil(rates.length / 5);
	const told = arm.tried.map(
		({ learningRate, score }) =>
			`${rateText(learningRate)}${colon}${value(score)}`,
	);
	const low = rates[0] ?? 1e-4;
	const high = rates.at(-1) ?? low;
	return drawChart({
		label: arm.name,
		description: chart.rateAlt({
			arm: arm.name,
			chosen: rateText(arm.learningRate),
			points: told.join("; "),
		}),
		...size,
		marginTop: margins.top,
		marginRight: margins.right,
		marginBottom: margins.bottom,
		marginLeft: margins.left,
		x: {
			type: "log",
			domain: [low / 1.25, high * 1.25],
			ticks: rates.filter((_, at) => at % stride === 0),
			tickFormat: rateText,
			tickSize: 0,
			label: chart.ratesX,
		},
		y: {
			...placedScale(y, [size.height - margins.bottom, margins.top]),
			label: fitText(name, 12, size.width - 30),
		},
		marks: [rateMarks(arm, look, scale, chart.noScore)],
	});
}

/** Scores by learning rate of each arm whose learning rate was tuned. */
export function rateCharts(
	view: ReportView,
): { readonly arm: ArmResult; readonly chart: Markup }[] {
	const arms = view.result.arms.filter(wasTuned);
	const scales = sharedScales(view, arms);
	return arms.map((arm) => ({ arm, chart: rateChart(view, arm, scales) }));
}
