import { rowParts } from "../../../audit/audit-result.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import type { Fact } from "../../page/blocks/facts.ts";
import { timeText } from "../../page/language/unit-text.ts";
import type { Section } from "../../page/report.ts";
import type { AuditView } from "../view/audit-view.ts";

function lengthLines({ result, texts, numbers }: AuditView): string[] {
	return rowParts.flatMap((part) => {
		const lengths = part === "row" ? null : result.lengths[part];
		return lengths === null
			? []
			: [
					texts.method.lengthsText({
						part: texts.findings.parts[part],
						p5: numbers.count(lengths.p5),
						p50: numbers.count(lengths.p50),
						p95: numbers.count(lengths.p95),
						max: numbers.count(lengths.max),
					}),
				];
	});
}

function settingLines({ result, texts, numbers }: AuditView): string[] {
	const { method } = texts;
	const { topic, groups, position, nearDuplicate, alpha, seed } =
		result.settings;
	return [
		method.settingsText({
			near: numbers.plain(nearDuplicate),
			alpha: numbers.plain(alpha),
			seed: String(seed),
		}),
		...(topic === null ? [] : [method.topic(topic)]),
		...(groups.length === 0 ? [] : [method.groups(groups.join(", "))]),
		...(position === null ? [] : [method.position(position)]),
	];
}

function factsOf(view: AuditView): Fact[] {
	const { result, texts, numbers } = view;
	const { method, summary, language } = texts;
	const counts = <K extends string>(of: Readonly<Record<K, number>>) =>
		Object.fromEntries(
			Object.entries<number>(of).map(([key, value]) => [
				key,
				numbers.count(value),
			]),
		) as Record<K, string>;
	return [
		{
			name: method.files,
			lines: result.files.map(({ path, rows, unreadable }) =>
				method.file({
					path,
					rows: summary.rows(numbers.count(rows)),
					unreadable: numbers.count(unreadable),
				}),
			),
		},
		{ name: method.rows, lines: [method.rowsText(counts(result.rows))] },
		{
			name: method.languages,
			lines: [method.languagesText(counts(result.languages))],
		},
		{ name: method.lengths, lines: lengthLines(view) },
		{ name: method.settings, lines: settingLines(view) },
		{ name: method.created, lines: [timeText(language, result.created)] },
		{ name: method.version, lines: [`temper ${result.temper}`] },
	].filter(({ lines }) => lines.length > 0);
}

/** Files, rows and settings. */
export function methodSection(view: AuditView): Section {
	return blockSection({
		...{ id: "method", title: view.texts.method.title, classes: "how" },
		...{ before: [], after: [] },
		cards: [{ title: null, blocks: [{ kind: "facts", facts: factsOf(view) }] }],
	});
}
