import { blockSection } from "../../page/blocks/block-section.ts";
import type { Fact } from "../../page/blocks/facts.ts";
import { timeText } from "../../page/language/unit-text.ts";
import type { Section } from "../../page/report.ts";
import { armName, type InterventionsView } from "../view/interventions-view.ts";

function factsOf(view: InterventionsView): Fact[] {
	const { result, texts, numbers, roles } = view;
	const { method, shared, language } = texts;
	const failures = result.interventions.flatMap((arm) =>
		Object.entries(arm.failures).map(([seed, reason]) =>
			method.failure({ arm: armName(view, arm), seed, reason }),
		),
	);
	const seeds = new Set(result.interventions.flatMap((arm) => arm.seeds));
	return [
		{ name: method.model, lines: [result.model] },
		{
			name: method.questions,
			lines: roles.map((role) =>
				method.questionsText({
					role: shared.role[role],
					questions: shared.questions(
						numbers.count(result.base[role]?.questions ?? 0),
					),
				}),
			),
		},
		{ name: method.intervals, lines: [method.intervalsText] },
		{ name: method.seeds, lines: [[...seeds].join(", ") || "–"] },
		{
			name: method.failures,
			lines: failures.length === 0 ? [method.noFailures] : failures,
		},
		{ name: method.created, lines: [timeText(language, result.created)] },
		{ name: method.version, lines: [`temper ${result.temper}`] },
	].filter(({ lines }) => lines.length > 0);
}

/** Model, questions, seeds and failed runs. */
export function methodSection(view: InterventionsView): Section {
	return blockSection({
		...{ id: "method", title: view.texts.method.title, classes: "how" },
		...{ before: [], after: [] },
		cards: [{ title: null, blocks: [{ kind: "facts", facts: factsOf(view) }] }],
	});
}
