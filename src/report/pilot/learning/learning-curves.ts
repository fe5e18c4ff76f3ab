import type { CurvePoint } from "../../../studies/pilot/pilot-result.ts";
import type { NamedLineChart } from "../../charts/line-chart.ts";
import { lookAt } from "../../charts/looks.ts";
import { pointsOf, thinned } from "../../charts/points.ts";
import type { Series } from "../../charts/series.ts";
import { roundText } from "../../page/language/number-text.ts";
import { meanOfRuns } from "../view/mean-of-runs.ts";
import type { ReportView } from "../view/report-view.ts";

/** One measure by step. */
interface Measure {
	readonly title: string;
	readonly y: string;
	readonly of: (point: CurvePoint) => number | null;
	readonly fromZero: boolean;
}

function measuresOf({ texts }: ReportView): Measure[] {
	const { learning } = texts;
	return [
		{
			title: learning.nllTitle,
			y: learning.nllY,
			of: ({ nll }) => nll,
			fromZero: false,
		},
		{
			title: learning.klTitle,
			y: learning.klY,
			of: ({ klGeneral }) => klGeneral,
			fromZero: true,
		},
		{
			title: learning.mThetaTitle,
			y: learning.mThetaY,
			of: ({ mTheta }) => mTheta,
			fromZero: true,
		},
	];
}

/** Points of a mean, and of all thin lines of a chart together, at most. */
const most = { mean: 40, runs: 700 };

function seriesOf({ result, recommended }: ReportView, { of }: Measure) {
	const runs = result.arms.flatMap((arm) => arm.runs).length;
	const each = Math.max(8, Math.min(40, Math.floor(most.runs / runs)));
	return result.arms
		.map(
			(arm, place): Series => ({
				name: arm.name,
				label: arm.name,
				strong: arm === recommended,
				look: lookAt(place),
				mean: thinned(
					meanOfRuns(arm, ({ curve }) => pointsOf(curve, of)),
					most.mean,
				),
				runs: arm.runs.map(({ curve }) => thinned(pointsOf(curve, of), each)),
			}),
		)
		.filter(({ mean }) => mean.length > 0);
}

/** A chart of each measure that has a point. */
export function learningCurves(view: ReportView): NamedLineChart[] {
	const { texts } = view;
	const { language, learning, colon } = texts;
	return measuresOf(view).flatMap((measure) => {
		const series = seriesOf(view, measure);
		if (series.length === 0) return [];
		const ends = series.map(
			({ name, mean }) =>
				`${name}${colon}${roundText(language, mean.at(-1)!.value)}`,
		);
		const { title, y, fromZero } = measure;
		return [
			{
				label: title,
				description: learning.alt({ title, ends: ends.join("; ") }),
				series,
				x: learning.step,
				y,
				fromZero,
				language,
			},
		];
	});
}
