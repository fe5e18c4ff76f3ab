import type { ArmResult } from "../../../studies/pilot/pilot-result.ts";
import { rateText } from "../../page/language/number-text.ts";
import { bytesText, durationText } from "../../page/language/unit-text.ts";
import { inline, table } from "../../page/markdown.ts";
import { estimateOf } from "../view/estimate-of.ts";
import type { ReportView } from "../view/report-view.ts";
import { armOptions } from "./arm-options.ts";
import { runRemarks } from "./run-remarks.ts";

function runRows(view: ReportView, arm: ArmResult): string[][] {
	const { texts, target, distance } = view;
	const { language, runs: words } = texts;
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

/** Every arm's options, and every run with its cost and remarks, as Markdown. */
export function runsText(view: ReportView): string[] {
	const { texts, result, target, distance } = view;
	const { runs: words } = texts;
	if (result.arms.length === 0) return [words.noArms];
	const right = { align: "right" } as const;
	const options = table(
		[{ title: texts.shared.arm }, { title: words.options }],
		result.arms.map((arm) => [inline(arm.name), inline(armOptions(view, arm))]),
	);
	const runs = table(
		[
			{ title: texts.shared.arm },
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
	return [options, runs];
}
