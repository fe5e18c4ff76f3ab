import { countText } from "../../page/language/number-text.ts";
import { durationText, timeText } from "../../page/language/unit-text.ts";
import { machineText } from "../../page/machine-text.ts";
import { inline } from "../../page/markdown.ts";
import { tableText } from "../../page/table.ts";
import { basesOf } from "../view/bases-of.ts";
import type { ReportView } from "../view/report-view.ts";
import { axesTable } from "./axes-table.ts";
import { intervalNotes } from "./interval-notes.ts";
import { seedsOf } from "./seeds.ts";

/** Axes, intervals, seeds, hashes, machine, time. */
export function methodText(view: ReportView): string[] {
	const { texts, result } = view;
	const { method, language, colon } = texts;
	const fact = (name: string, value: string) => `- ${name}${colon}${value}`;
	const data = result.data.map(({ name, hash, rows }) => {
		const count = method.rows(countText(language, rows));
		return fact(method.data, `${inline(name)}, ${count}, ${inline(hash)}`);
	});
	return [
		[
			fact(method.intervals, intervalNotes(view).join(texts.space)),
			fact(method.seeds, seedsOf(result).join(", ") || "–"),
			...basesOf(result).map(({ name, hash }) =>
				fact(method.model, `${inline(name)}, ${inline(hash)}`),
			),
			...(data.length === 0 ? [fact(method.data, method.noData)] : data),
			fact(method.machine, inline(machineText(result, language))),
			fact(method.time, durationText(language, result.seconds)),
			fact(method.created, inline(timeText(language, result.created))),
		].join("\n"),
		tableText(axesTable(view)),
	];
}
