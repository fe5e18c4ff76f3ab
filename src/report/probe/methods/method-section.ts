import { blockSection } from "../../page/blocks/block-section.ts";
import type { Fact } from "../../page/blocks/facts.ts";
import { durationText, timeText } from "../../page/language/unit-text.ts";
import type { Section } from "../../page/report.ts";
import type { ProbeView } from "../view/probe-view.ts";

function factsOf({ result, texts, numbers, model }: ProbeView): Fact[] {
	const { method, shared, language } = texts;
	const { subject, inputs, settings } = result;
	const { shots, orders, seed, knownFrom, unknownTo, distractors } = settings;
	return [
		{
			name: method.model,
			lines: [
				...[model, subject.model],
				...(subject.adapter === null ? [] : [method.adapter(subject.adapter)]),
				...subject.inputs.map(({ sha256 }) => `SHA-256 ${sha256}`),
			],
		},
		{
			name: method.inputs,
			lines: inputs.map(({ path, sha256 }) => `${path}, SHA-256 ${sha256}`),
		},
		{
			name: method.asking,
			lines: [
				method.askingText({
					shots: numbers.count(shots),
					orders: numbers.count(orders),
					seed: String(seed),
				}),
			],
		},
		{ name: method.deciding, lines: [shared.method[settings.method]] },
		{
			name: method.levels,
			lines: [
				method.levelsText({
					known: numbers.percent(knownFrom),
					unknown: numbers.percent(unknownTo),
				}),
			],
		},
		{ name: method.calibration, lines: [method.calibrationText] },
		{
			name: method.falseKnown,
			lines: [method.falseKnownText(numbers.share(result.falseKnown))],
		},
		{ name: method.distractors, lines: [distractors ?? method.ownOptions] },
		{ name: method.intervals, lines: [method.intervalsText] },
		{ name: method.time, lines: [durationText(language, result.seconds)] },
		{ name: method.created, lines: [timeText(language, result.created)] },
		{ name: method.version, lines: [`temper ${result.temper}`] },
	].filter(({ lines }) => lines.length > 0);
}

/** Model, questions, levels and rules. */
export function methodSection(view: ProbeView): Section {
	return blockSection({
		...{ id: "method", title: view.texts.method.title, classes: "how" },
		...{ before: [], after: [] },
		cards: [{ title: null, blocks: [{ kind: "facts", facts: factsOf(view) }] }],
	});
}
