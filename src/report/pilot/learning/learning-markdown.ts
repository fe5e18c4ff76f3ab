import type {
	ArmResult,
	CurvePoint,
} from "../../../studies/pilot/pilot-result.ts";
import { pointsOf } from "../../charts/points.ts";
import { roundText } from "../../page/language/number-text.ts";
import { inline, table } from "../../page/markdown.ts";
import { meanOfRuns } from "../view/mean-of-runs.ts";
import type { ReportView } from "../view/report-view.ts";

/** The last values of the learning curves, as Markdown; null without arms. */
export function learningText(view: ReportView): string[] | null {
	const { texts, result } = view;
	const { learning } = texts;
	const last = (
		arm: ArmResult,
		measure: (point: CurvePoint) => number | null,
	) => {
		const mean = meanOfRuns(arm, ({ curve }) => pointsOf(curve, measure));
		const end = mean.at(-1);
		return end === undefined ? "–" : roundText(texts.language, end.value);
	};
	const rows = result.arms.map((arm) => [
		inline(arm.name),
		last(arm, ({ nll }) => nll),
		last(arm, ({ klGeneral }) => klGeneral),
		last(arm, ({ mTheta }) => mTheta),
	]);
	if (rows.length === 0) return null;
	return [
		table(
			[
				{ title: texts.shared.arm },
				{ title: learning.nllY, align: "right" },
				{ title: learning.klY, align: "right" },
				{
					title: `${learning.mThetaTitle}: ${learning.mThetaY}`,
					align: "right",
				},
			],
			rows,
		),
	];
}
