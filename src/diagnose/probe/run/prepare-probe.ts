import { TemperError } from "../../../core/error.ts";
import { readTask } from "../../../eval/task/read-task.ts";
import { refuseMisplaced, thingAt } from "../../../runs/folder/misplaced.ts";
import type { ProbeExclusion } from "../probe-result.ts";
import { type ChoiceRow, choiceRows } from "../rows/choice-rows.ts";
import { distractorRule } from "../rows/distractors.ts";
import {
	type ProbeColumns,
	type ProbeRows,
	readProbeRows,
} from "../rows/probe-rows.ts";
import type { ProbeSettings } from "./probe-settings.ts";

/** Questions as choices, ready to be asked. */
export interface PreparedProbe {
	/** The file of rows. */
	readonly rows: string;
	readonly choices: readonly ChoiceRow[];
	readonly excluded: readonly ProbeExclusion[];
	/** Examples of a file of their own; null if they are other questions. */
	readonly examples: readonly ChoiceRow[] | null;
	/** Examples in the prompt, of which there may be fewer than asked for. */
	readonly shots: number;
	/** The column whose value is the same for wordings of one question. */
	readonly group: string | null;
	/** The rule for wrong options; null if the rows list options themselves. */
	readonly distractors: string | null;
	readonly notes: readonly string[];
}

/** What a task file says about its rows. */
interface Source {
	readonly rows: string;
	readonly columns: ProbeColumns;
	readonly group: string | null;
	readonly limit: number | null;
}

function sourceOf({ questions, columns, limit }: ProbeSettings): Source {
	if (thingAt(questions) !== "task") {
		refuseMisplaced(questions, questions, "rows");
		return { rows: questions, columns, group: null, limit };
	}
	const task = readTask(questions);
	const choice = task.scorer.kind === "choice" ? task.scorer : null;
	return {
		rows: task.rows,
		group: task.group,
		limit: limit ?? task.limit,
		columns: {
			...columns,
			options: columns.options ?? choice?.options ?? null,
			gold: columns.gold ?? choice?.gold ?? null,
			wordings: columns.wordings ?? task.paraphrases,
		},
	};
}

/**
 * Reads questions and turns them into choices. Throws `recipe` for a file of another kind or a column that no row has, and
 * `data` if no row can be used.
 */
export async function prepareProbe(
	settings: ProbeSettings,
): Promise<PreparedProbe> {
	const source = sourceOf(settings);
	const read = await readProbeRows(source.rows, source.columns, source.limit);
	requireColumns(settings, read);
	const examples = await readExamples(settings, source);
	const { options, judge } = settings;
	const { choices, excluded } = choiceRows(read.rows, {
		...{ options, seed: judge.seed },
	});
	const all = [...read.excluded, ...excluded];
	if (choices.length === 0) refuseEmpty(source.rows, all);
	const { shots, notes } = shotsOf(settings, examples ?? choices, examples);
	const made = choices.some(({ open }) => open);
	return {
		...{ rows: source.rows, choices, excluded: all, group: source.group },
		...{ examples, shots, notes },
		distractors: made
			? distractorRule(
					{ count: options - 1, seed: judge.seed },
					source.columns.topic,
				)
			: null,
	};
}

/** Examples need not be numerous: the answers to the questions serve as wrong options too. */
async function readExamples(
	{ examples, shots, options, judge }: ProbeSettings,
	{ columns }: Source,
): Promise<ChoiceRow[] | null> {
	if (examples === null || shots === 0) return null;
	refuseMisplaced("--examples", examples, "rows");
	const { rows, excluded } = await readProbeRows(examples, columns, null);
	const found = choiceRows(rows, { options, seed: judge.seed });
	const all = [...excluded, ...found.excluded];
	if (found.choices.length === 0) refuseEmpty(examples, all);
	return found.choices;
}

function shotsOf(
	{ shots }: ProbeSettings,
	rows: readonly ChoiceRow[],
	examples: readonly ChoiceRow[] | null,
): Pick<PreparedProbe, "shots" | "notes"> {
	const distinct = new Set(rows.map(({ question }) => question)).size;
	const most = examples === null ? distinct - 1 : distinct;
	if (shots <= most) return { shots, notes: [] };
	const note = `There are only ${distinct} different rows to take examples from: ${most} examples stand in the prompt instead of ${shots}.`;
	return { shots: most, notes: [note] };
}

function requireColumns(
	{ by, columns: { topic, wordings } }: ProbeSettings,
	{ columns }: ProbeRows,
): void {
	const named = [
		...(topic === null ? [] : [["--topic", topic] as const]),
		...(wordings === null ? [] : [["--wordings", wordings] as const]),
		// Results are summarised by the topic too.
		...by.map((column) => ["--by", column] as const),
	];
	const wrong = named.find(([, column]) => !columns.includes(column));
	if (wrong === undefined) return;
	throw new TemperError("recipe", {
		where: wrong[0],
		expected: `a column of the rows: ${columns.join(", ")}`,
		found: wrong[1],
	});
}

function refuseEmpty(path: string, excluded: readonly ProbeExclusion[]): never {
	const [first] = excluded;
	throw new TemperError("data", {
		where: path,
		expected: "at least one row that can be asked as a choice",
		found: `${excluded.length} rows, none of which can`,
		...(first && { hint: `${first.id}: ${first.reason}` }),
	});
}
