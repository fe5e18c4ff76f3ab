import { intervalTexts } from "../view/interval-texts.ts";
import { machineText } from "../view/machine-text.ts";
import { countText } from "../view/number-text.ts";
import { questionsText } from "../view/questions-text.ts";
import type { ReportView } from "../view/report-view.ts";
import { seedsOf } from "../view/seeds.ts";
import { durationText, timeText } from "../view/unit-text.ts";
import { inline, table } from "./markdown-text.ts";

function axesText(view: ReportView): string {
	const { how, table: words } = view.texts;
	const right = { align: "right" } as const;
	return table(
		[
			{ title: words.measure },
			{ title: how.stands },
			{ title: how.unit },
			{ title: words.questions, ...right },
			{ title: words.chance, ...right },
			{ title: words.noise, ...right },
		],
		view.result.axes.map((axis) => {
			const figures = view.figures(axis);
			return [
				inline(axis.name),
				how.means[axis.role],
				`${inline(figures.unit)}, ${words.better[axis.better]}`,
				questionsText(view, axis),
				axis.chance === null ? "–" : figures.value(axis.chance),
				`±${inline(figures.amount(axis.noise))}`,
			];
		}),
	);
}

/** Axes, intervals, seeds, hashes, machine, time. */
export function methodText(view: ReportView): string[] {
	const { texts, result } = view;
	const { how, language, colon } = texts;
	const fact = (name: string, value: string) => `- ${name}${colon}${value}`;
	const data = result.data.map(({ name, hash, rows }) => {
		const count = how.rows(countText(language, rows));
		return fact(how.data, `${inline(name)}, ${count}, ${inline(hash)}`);
	});
	return [
		`## ${texts.method}`,
		[
			fact(how.intervals, intervalTexts(view).join(texts.space)),
			fact(how.seeds, seedsOf(result).join(", ") || "–"),
			fact(
				how.model,
				`${inline(result.model.name)}, ${inline(result.model.hash)}`,
			),
			...(data.length === 0 ? [fact(how.data, how.noData)] : data),
			fact(how.machine, inline(machineText(view))),
			fact(how.time, durationText(language, result.seconds)),
			fact(how.created, inline(timeText(language, result.created))),
		].join("\n"),
		axesText(view),
	];
}
