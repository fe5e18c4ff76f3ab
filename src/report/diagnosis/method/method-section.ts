import type { Diagnosis } from "../../../diagnose/change/diagnosis.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import type { Fact } from "../../page/blocks/facts.ts";
import { durationText, timeText } from "../../page/language/unit-text.ts";
import type { Section } from "../../page/report.ts";
import type { DiagnosisView, NamedModel } from "../view/diagnosis-view.ts";

function subjectLines(
	{ texts }: DiagnosisView,
	{ model, adapter, inputs }: Diagnosis["base"],
): string[] {
	return [
		model,
		...(adapter === null ? [] : [texts.method.adapter(adapter)]),
		...inputs.map(({ sha256 }) => `SHA-256 ${sha256}`),
	];
}

function taskLines({ texts, numbers, models }: DiagnosisView): string[] {
	const { method, shared } = texts;
	const tasks = models[0]?.tuned.tasks ?? [];
	return tasks.map(({ name, role, scorer, questions }) =>
		method.task({
			...{ name, scorer },
			role: shared.role[role],
			questions: shared.questions(numbers.count(questions)),
		}),
	);
}

function excludedLines({ texts, numbers, models }: DiagnosisView): string[] {
	const { method, shared } = texts;
	// Questions are left out for all models alike, so the same line would come once for each.
	const lines = models.flatMap(({ tuned }) =>
		tuned.tasks.flatMap((task) =>
			task.excluded.map(({ reason, questions }) =>
				method.excludedText({
					...{ task: task.name, reason },
					questions: shared.questions(numbers.count(questions)),
				}),
			),
		),
	);
	const unique = [...new Set(lines)];
	return unique.length === 0 ? [method.nothingExcluded] : unique;
}

function causeFact(
	{ texts, numbers, models }: DiagnosisView,
	{ name, tuned }: NamedModel,
): Fact {
	const { method, summary } = texts;
	const evidence = Object.entries(tuned.evidence).map(([key, value]) =>
		method.evidence({ name: key, value: numbers.plain(value) }),
	);
	return {
		name:
			models.length === 1
				? method.cause
				: `${method.cause}${texts.colon}${name}`,
		lines: [method.causeText(summary.causes[tuned.cause]), ...evidence],
	};
}

function factsOf(view: DiagnosisView): Fact[] {
	const { result, texts, models, base } = view;
	const { method, language } = texts;
	return [
		{ name: method.base, lines: [base, ...subjectLines(view, result.base)] },
		...models.map(({ name, tuned }) => ({
			name: method.tuned,
			lines: [name, ...subjectLines(view, tuned.subject)],
		})),
		{ name: method.tasks, lines: taskLines(view) },
		{ name: method.changes, lines: [method.changesText] },
		{ name: method.intervals, lines: [method.intervalsText] },
		...models.map((model) => causeFact(view, model)),
		{ name: method.excluded, lines: excludedLines(view) },
		{ name: method.time, lines: [durationText(language, result.seconds)] },
		{ name: method.created, lines: [timeText(language, result.created)] },
		{ name: method.version, lines: [`temper ${result.temper}`] },
	];
}

/** Models, tasks and rules. */
export function methodSection(view: DiagnosisView): Section {
	return blockSection({
		...{ id: "method", title: view.texts.method.title, classes: "how" },
		...{ before: [], after: [] },
		cards: [{ title: null, blocks: [{ kind: "facts", facts: factsOf(view) }] }],
	});
}
