import { shortName } from "../../page/language/short-name.ts";
import { basesOf, hasSeveralBases } from "../view/bases-of.ts";
import type { ReportView } from "../view/report-view.ts";

/** What may be compared between the base models of a pilot, in sentences; none if it has only one. */
export function modelSentences(view: ReportView): string[] {
	const { result, texts, target } = view;
	if (!hasSeveralBases(result) || target === null) return [];
	const { models } = texts;
	const own = shortName(result.model.name);
	const scored = result.axes.filter(({ role }) => role !== "deviation");
	const told = basesOf(result).flatMap(({ name, comparable }) => {
		if (comparable === null) return [];
		const base = shortName(name);
		const named = (isComparable: boolean) =>
			scored
				.filter((axis) => comparable.includes(axis.name) === isComparable)
				.map((axis) => shortName(axis.name));
		const [axes, others] = [named(true), named(false)];
		if (axes.length === 0) return [models.nothingComparable({ base, own })];
		return [
			models.comparable({ base, own, axes }),
			...(others.length === 0
				? []
				: [models.incomparable({ base, own, axes: others })]),
		];
	});
	const rule = models.rule({ target: shortName(target.name), own });
	return [models.note, ...told, rule];
}
