import type { DiagnosisView, NamedModel } from "../view/diagnosis-view.ts";

function notesOf(
	{ texts, numbers }: DiagnosisView,
	{ name, tuned }: NamedModel,
): string[] {
	const { summary } = texts;
	const { style, leakage } = tuned;
	const form = style?.scores.filter(({ onlyForm }) => onlyForm) ?? [];
	const answers = leakage?.answers;
	const leaks = (answers?.difference?.low ?? 0) > 0;
	return [
		...(form.length === 0
			? []
			: [
					summary.onlyForm({
						model: name,
						tasks: texts.list(form.map(({ task }) => task)),
					}),
				]),
		...(leaks && answers !== undefined
			? [
					summary.leaks({
						model: name,
						tuned: numbers.share(answers.tuned),
						base: numbers.share(answers.base),
					}),
				]
			: []),
	];
}

/** Questions that were left out of any model. */
function excludedOf({ models }: DiagnosisView): number {
	const counts = models.map(({ tuned }) =>
		tuned.tasks
			.flatMap(({ excluded }) => excluded)
			.reduce((sum, { questions }) => sum + questions, 0),
	);
	return Math.max(0, ...counts);
}

/** What no number of the summary shows and no reader should miss. */
export function diagnosisNotes(view: DiagnosisView): string[] {
	const { texts, numbers, models, result } = view;
	const excluded = excludedOf(view);
	return [
		...models.flatMap((model) => notesOf(view, model)),
		...(excluded === 0
			? []
			: [
					texts.summary.excluded(
						texts.shared.questions(numbers.count(excluded)),
					),
				]),
		...result.notes,
	];
}
