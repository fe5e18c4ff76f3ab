import { TemperError } from "../../core/error.ts";
import { formOfAnswer, formRule } from "../answers/form-of-answer.ts";
import type { Grouping } from "../audit-result.ts";
import type { AuditSettings } from "../audit-settings.ts";
import { maskPersonal } from "../personal/find-personal.ts";
import {
	type AuditedRow,
	groupIn,
	partsOf,
	wantedAnswer,
} from "../rows/audited-row.ts";
import { namedGroups, openMentions } from "./named-groups.ts";
import type { Property } from "./slice-of.ts";
import { topicRule, topicsOf } from "./topics.ts";

/** A property and how it was found out. */
export interface RuledProperty extends Property {
	readonly rule: string;
}

const groupsListed = 40;
const withoutValue = "(no value)";

function columnProperty(
	rows: readonly AuditedRow[],
	{ column, option, name }: { column: string; option: string; name: string },
): RuledProperty {
	const values = rows.map((row) => groupIn(row, column));
	if (values.some((value) => value !== null))
		return {
			name,
			rule: `the column ${column}`,
			groups: values.map((value) => [value ?? withoutValue]),
		};
	const columns = new Set(rows.flatMap((row) => Object.keys(row.columns)));
	throw new TemperError("data", {
		where: option,
		expected: "a column of the rows",
		found: `${column}, which no row has`,
		hint: `The rows have the columns ${[...columns].slice(0, 20).join(", ")}.`,
	});
}

/** The topics of rows, by a column or by the words of their prompts. Throws `data` if no row has the column. */
export function topicProperty(
	rows: readonly AuditedRow[],
	column: string | null,
): RuledProperty {
	const name = "topic";
	if (column !== null)
		return columnProperty(rows, { column, option: "--topic", name });
	const topics = topicsOf(rows.map(({ prompt }) => prompt));
	return { name, rule: topicRule, groups: topics.map((topic) => [topic]) };
}

export function formProperty(rows: readonly AuditedRow[]): RuledProperty {
	const groups = rows.map((row) => {
		const answer = wantedAnswer(row);
		return answer === null ? [] : [formOfAnswer(answer.text, answer.calls)];
	});
	return { name: "form of answer", rule: formRule, groups };
}

/** Everything by which outcomes are compared. Throws `data` if a column is named that no row has. */
export function propertiesOf(
	rows: readonly AuditedRow[],
	{ topic, groups }: AuditSettings,
): RuledProperty[] {
	const mentions = openMentions(namedGroups);
	return [
		topicProperty(rows, topic),
		...groups.map((column) =>
			columnProperty(rows, { column, option: "--group", name: column }),
		),
		{
			name: "mention",
			rule: "rows whose prompt or answers contain a word that names a group of people",
			groups: rows.map((row) =>
				mentions(
					partsOf(row)
						.map(({ text }) => text)
						.join("\n"),
				),
			),
		},
	];
}

/** Rows by the groups of a property, the largest first. */
export function groupingOf({ name, rule, groups }: RuledProperty): Grouping {
	const counts = new Map<string, number>();
	for (const names of groups)
		for (const one of names) counts.set(one, (counts.get(one) ?? 0) + 1);
	const of = groups.filter((names) => names.length > 0).length;
	const sorted = [...counts].sort(([, a], [, b]) => b - a);
	const beyond = sorted.slice(groupsListed);
	return {
		...{ name, rule },
		groups: sorted.slice(0, groupsListed).map(([group, rows]) => ({
			name: maskPersonal(group),
			...{ rows, share: rows / of },
		})),
		others: {
			groups: beyond.length,
			rows: beyond.reduce((sum, [, rows]) => sum + rows, 0),
		},
	};
}
