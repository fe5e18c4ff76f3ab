import { RandomStream } from "../../../core/random.ts";
import { isNumber, numberText } from "../../../formats/json/exact-number.ts";
import type { ProbeExclusion } from "../probe-result.ts";
import { type AnswerForm, answerForm } from "./answer-form.ts";
import { type AnsweredQuestion, Distractors } from "./distractors.ts";
import type { ProbeRow } from "./probe-rows.ts";

/** A question with the options among which a model chooses. */
export interface ChoiceRow {
	/** `file:line` of the row that it was made of. */
	readonly id: string;
	readonly question: string;
	readonly options: readonly string[];
	/** Place of the right option. */
	readonly gold: number;
	/** Texts and numbers of the row, by column. */
	readonly columns: Readonly<Record<string, string>>;
	/** The row itself, with `options`, `gold`, `paraphrases` and `probed`, which is the id. */
	readonly value: Readonly<Record<string, unknown>>;
	/** Whether its options were made from the answers to other questions. */
	readonly open: boolean;
}

export interface ChoiceOptions {
	/** Options of a question that lists none. */
	readonly options: number;
	readonly seed: number;
}

/** Columns that say what is asked and answered: nothing is summarised by them. */
const ownColumns: ReadonlySet<string> = new Set([
	...["question", "answer", "instruction", "input", "output"],
	...["prompt", "completion", "system", "options", "choices", "gold"],
]);

interface OpenRow extends ProbeRow {
	readonly form: AnswerForm;
}

function answered({
	question,
	answer,
	form,
	topic,
}: OpenRow): AnsweredQuestion {
	return { question, answer, form, topic };
}

function choiceRow(
	row: ProbeRow,
	options: readonly string[],
	gold: number,
): ChoiceRow {
	const { id, question, wordings } = row;
	const { value } = row.row;
	const columns = Object.entries(value).flatMap(([name, cell]) => {
		if (ownColumns.has(name)) return [];
		if (isNumber(cell)) return [[name, numberText(cell)]];
		if (typeof cell === "boolean") return [[name, String(cell)]];
		return typeof cell === "string" ? [[name, cell]] : [];
	});
	return {
		...{ id, question, options, gold, open: row.options === null },
		columns: Object.fromEntries(columns),
		value: {
			...value,
			...{ options, gold, paraphrases: wordings, probed: id },
		},
	};
}

/**
 * Questions as choices. A question without options gets answers to other questions as wrong ones, in a seeded order. Those
 * whose answer is too long, or for which there are too few other answers, are excluded. `pool`: further rows whose answers
 * may serve as wrong options.
 */
export function choiceRows(
	rows: readonly ProbeRow[],
	{ options: count, seed }: ChoiceOptions,
	pool: readonly ProbeRow[] = rows,
): { readonly choices: ChoiceRow[]; readonly excluded: ProbeExclusion[] } {
	const openRow = (row: ProbeRow): OpenRow[] => {
		const form = row.options === null ? answerForm(row.answer) : null;
		return form === null ? [] : [{ ...row, form }];
	};
	const distractors = new Distractors(pool.flatMap(openRow).map(answered), {
		...{ count: count - 1, seed },
	});
	const choices: ChoiceRow[] = [];
	const excluded: ProbeExclusion[] = [];
	for (const [place, row] of rows.entries()) {
		if (row.options !== null) {
			const gold = row.options.indexOf(row.answer);
			choices.push(choiceRow(row, row.options, gold));
			continue;
		}
		const [open] = openRow(row);
		if (open === undefined) {
			excluded.push({ id: row.id, kind: "not-testable", reason: tooLong });
			continue;
		}
		const wrong = distractors.for(answered(open), place);
		if (wrong.length < count - 1) {
			excluded.push(tooFew(open, wrong.length, count - 1));
			continue;
		}
		const order = new RandomStream(seed, `options ${place}`);
		const all = order.shuffle([row.answer, ...wrong]);
		choices.push(choiceRow(row, all, all.indexOf(row.answer)));
	}
	return { choices, excluded };
}

const tooLong =
	"Its answer is longer than two sentences or 30 words: the answers to other questions cannot stand beside it as options.";

function tooFew(
	{ id, form, topic }: OpenRow,
	found: number,
	wanted: number,
): ProbeExclusion {
	const where =
		topic === null ? "" : ` with the topic ${JSON.stringify(topic)}`;
	return {
		...{ id, kind: "too-few-distractors" },
		reason: `${wanted} other answers are needed as wrong options; the rows have ${found} of the same form (${form})${where}.`,
	};
}
