import type {
	ArmResult,
	CurvePoint,
} from "../../studies/pilot/pilot-result.ts";
import { meanCurve, pointsOf } from "../charts/curve-points.ts";
import { estimateOf } from "../view/estimate-of.ts";
import { rateText, roundText } from "../view/number-text.ts";
import type { ReportView } from "../view/report-view.ts";
import { runRemarks } from "../view/run-remarks.ts";
import { triedScores } from "../view/tried-scores.ts";
import { bytesText, durationText } from "../view/unit-text.ts";
import { inline, table } from "./markdown-text.ts";

/** Where the learning curves end. */
export function learningText(view: ReportView): string[] {
	const { texts, result } = view;
	const { chart } = texts;
	const last = (
		arm: ArmResult,
		measure: (point: CurvePoint) => number | null,
	) => {
		const mean = meanCurve(arm, ({ curve }) => pointsOf(curve, measure));
		const end = mean.at(-1);
		return end === undefined ? "–" : roundText(texts.language, end.value);
	};
	const rows = result.arms.map((arm) => [
		inline(arm.name),
		last(arm, ({ nll }) => nll),
		last(arm, ({ klGeneral }) => klGeneral),
		last(arm, ({ mTheta }) => mTheta),
	]);
	if (rows.length === 0) return [];
	return [
		`## ${texts.learning}`,
		table(
			[
				{ title: texts.table.arm },
				{ title: chart.nllY, align: "right" },
				{ title: chart.klY, align: "right" },
				{ title: `${chart.mThetaTitle}: ${chart.mThetaY}`, align: "right" },
			],
			rows,
		),
	];
}

/** What was tried to find each arm's learning rate. */
export function ratesText(view: ReportView): string[] {
	const { texts, result } = view;
	if (result.arms.length === 0) return [];
	const scores = triedScores(view);
	const rows = result.arms.map(({ name, learningRate, tried }) => [
		inline(name),
		rateText(learningRate),
		tried
			.map(
				(one) =>
					`${rateText(one.learningRate)}${texts.colon}${scores.value(one.score)}`,
			)
			.join("; ") || "–",
	]);
	return [
		`## ${texts.rates}`,
		texts.chart.ratesNote,
		table(
			[
				{ title: texts.table.arm },
				{ title: texts.chart.chosen, align: "right" },
				{ title: inline(scores.name) },
			],
			rows,
		),
	];
}

function runRows(view: ReportView, arm: ArmResult): string[][] {
	const { texts, target, distance } = view;
	const { language, run: words } = texts;
	return arm.runs.map((run) => {
		const values = [target, distance].map((axis) => {
			const value = axis === null ? null : estimateOf(run.values, axis);
			return value === null || axis === null
				? "–"
				: view.figures(axis).value(value.value);
		});
		return [
			inline(arm.name),
			inline(run.run),
			String(run.seed),
			rateText(run.learningRate),
			words.states[run.state],
			...values,
			durationText(language, run.seconds),
			bytesText(language, run.memoryBytes),
			runRemarks(view, run)
				.map(({ text }) => inline(text))
				.join("; "),
		];
	});
}

/** Every arm's options, and every run with its cost and what is to be said of it. */
export function runsText(view: ReportView): string[] {
	const { texts, result, target, distance } = view;
	const { run: words } = texts;
	if (result.arms.length === 0) return [`## ${texts.runs}`, words.noArms];
	const right = { align: "right" } as const;
	const options = table(
		[{ title: texts.table.arm }, { title: texts.table.options }],
		result.arms.map(({ name, options }) => [inline(name), inline(options)]),
	);
	const runs = table(
		[
			{ title: texts.table.arm },
			{ title: words.run },
			{ title: words.seed, ...right },
			{ title: words.rate, ...right },
			{ title: words.state },
			{ title: inline(target?.name ?? "–"), ...right },
			{ title: inline(distance?.name ?? "–"), ...right },
			{ title: words.time, ...right },
			{ title: words.memory, ...right },
			{ title: words.remarks },
		],
		result.arms.flatMap((arm) => runRows(view, arm)),
	);
	return [`## ${texts.runs}`, options, runs];
}
