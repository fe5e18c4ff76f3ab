import type { StyleDiagnosis } from "../../../diagnose/style/style-result.ts";
import type { AxisScale } from "../../charts/axes/axis-scale.ts";
import type { BandChart } from "../../charts/band/band.ts";
import { percentScale } from "../../charts/chart-scale.ts";
import type { EstimateChart } from "../../charts/estimates/estimates.ts";
import { lookAt } from "../../charts/looks.ts";
import type { StackedChart } from "../../charts/stacked/stacked.ts";
import { inPercent } from "../../page/language/numbers.ts";
import {
	baseLook,
	faintLook,
	onFaint,
	onStrong,
	tunedLook,
} from "../../questions/question-looks.ts";
import type { DiagnosisView } from "../view/diagnosis-view.ts";
import { contrastCells } from "../view/score-text.ts";

/** Ranks of the tokens under the base, as parts of all tokens. */
export function ranksChart(
	{ texts, numbers }: DiagnosisView,
	{ unshifted, marginal, shifted }: StyleDiagnosis,
): StackedChart {
	const { style } = texts;
	const parts = [
		{ name: style.unshifted, look: faintLook, ink: onFaint, of: unshifted },
		{ name: style.marginal, look: lookAt(4), ink: onStrong, of: marginal },
		{ name: style.shifted, look: lookAt(1), ink: onStrong, of: shifted },
	];
	const told = parts.map(
		({ name, of }) => `${name}${texts.colon}${numbers.share(of)}`,
	);
	return {
		label: style.ranks,
		description: told.join("; "),
		x: style.ranksAxis,
		parts: parts.map(({ name, look, ink }) => ({ name, look, ink })),
		rows: [
			{
				name: style.tokens,
				shares: parts.map(({ of }) => of.value),
				strong: false,
			},
		],
		language: texts.language,
	};
}

/** An axis with a tick for each of so many places, from 1 on. */
function placesScale(count: number): AxisScale {
	const ticks = Array.from({ length: count }, (_, at) => at + 1);
	return {
		linear: true,
		placed: (range) => ({
			type: "linear",
			domain: [0.75, count + 0.25],
			range: [...range],
			ticks,
			tickFormat: String,
			tickSize: 0,
			grid: false,
		}),
	};
}

/** How far the answer leaves the base, from its first fifth to its last one. */
export function alongChart(
	{ texts, numbers }: DiagnosisView,
	{ alongAnswer }: StyleDiagnosis,
): BandChart {
	const { style } = texts;
	const points = alongAnswer.flatMap((one, at) =>
		one === null ? [] : [{ x: at + 1, y: inPercent(one) }],
	);
	const told = alongAnswer.map(
		(one, at) =>
			`${style.fifthName(String(at + 1))}${texts.colon}${numbers.share(one)}`,
	);
	return {
		label: style.along,
		description: style.alongAlt(told.join("; ")),
		...{ x: style.alongX, y: style.alongY },
		across: placesScale(Math.max(1, alongAnswer.length)),
		up: null,
		bands: [{ name: "", look: tunedLook, points, filled: true }],
		...{ points: [], guides: [], language: texts.language },
	};
}

/** Scores as written beside those of the extracted answer. */
export function writtenChart(
	{ texts, numbers }: DiagnosisView,
	{ scores }: StyleDiagnosis,
): EstimateChart {
	const { style, shared } = texts;
	const rows = scores.flatMap(({ task, asWritten, stripped }) => [
		{ name: `${task}, ${style.asWritten}`, contrast: asWritten },
		{ name: `${task}, ${style.stripped}`, contrast: stripped },
	]);
	const told = rows.map(({ name, contrast }) => {
		const [base, tuned] = contrastCells(numbers, contrast);
		return `${name}${texts.colon}${base} → ${tuned}`;
	});
	return {
		label: style.scores,
		description: told.join("; "),
		x: shared.accuracyAxis,
		series: [
			{ name: shared.base, look: baseLook, hollow: false },
			{ name: shared.tuned, look: tunedLook, hollow: false },
		],
		rows: rows.map(({ name, contrast }) => ({
			name,
			values: [contrast.base, contrast.tuned].map((one) =>
				one === null ? null : inPercent(one),
			),
			strong: false,
		})),
		across: percentScale(texts.language),
		guides: [],
		missing: shared.notMeasured,
		language: texts.language,
	};
}
