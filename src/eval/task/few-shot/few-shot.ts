import { TemperError } from "../../../core/error.ts";
import { RandomStream } from "../../../core/random.ts";
import { readRows } from "../../../formats/rows/read-rows.ts";
import type { Row } from "../../../formats/rows/row.ts";
import { refuseMisplaced } from "../../../runs/folder/misplaced.ts";
import { placeOf } from "../../../text/columns/row-format.ts";
import { isVisible } from "../../../text/turns/visible.ts";
import type { FewShotRecord } from "../../eval-result.ts";
import { askWithChoices, joined, readChoices } from "../choices.ts";
import { type Question, splitSystem } from "../question.ts";
import type { FewShotSpec, Task } from "../task.ts";
import { wordingsOf } from "../wordings.ts";
import { identitiesOf } from "./identities.ts";
import type { Example } from "./with-examples.ts";

type FewShotTask = Pick<Task, "rows" | "scorer" | "paraphrases" | "group">;

interface Candidate {
	readonly example: Example;
	readonly identities: ReadonlySet<string>;
}

/**
 * The examples of a task. All rows of the file are put in one seeded order; a question gets the first `count` of them that
 * ask something else, so all questions have the same examples except those that are among them.
 */
export class FewShot {
	readonly #spec: FewShotSpec;
	readonly #task: FewShotTask;
	readonly #drawn: readonly Row[];
	readonly #candidates: Candidate[] = [];
	readonly #used = new Set<number>();
	#replaced = 0;

	/** `rows` in the order of the file. */
	constructor(spec: FewShotSpec, task: FewShotTask, rows: readonly Row[]) {
		this.#spec = spec;
		this.#task = task;
		this.#drawn = new RandomStream(spec.seed, "few-shot").shuffle([...rows]);
	}

	/** The examples for a row. Throws `data` for an example without an answer, and if there are too few of them. */
	examplesFor(row: Row, wordings: readonly Question[]): readonly Example[] {
		const { rows, count } = this.#spec;
		const own = identitiesOf(row, wordings, this.#task);
		const examples: Example[] = [];
		let at = 0;
		for (; examples.length < count && at < this.#drawn.length; at++) {
			const { example, identities } = this.#candidate(at);
			if ([...own].some((one) => identities.has(one))) continue;
			examples.push(example);
			this.#used.add(example.line);
		}
		if (examples.length < count)
			throw new TemperError("data", {
				where: rows,
				expected: `at least ${count} examples other than the question ${placeOf(row)}`,
				found: String(examples.length),
				hint: "Give the file more rows, or lower fewShot.count in the task.",
			});
		if (at > count) this.#replaced++;
		return examples;
	}

	/** What was put before the questions so far. */
	record(): FewShotRecord {
		const { rows, count, seed } = this.#spec;
		const lines = [...this.#used].sort((a, b) => a - b);
		return { rows, count, seed, lines, replaced: this.#replaced };
	}

	#candidate(at: number): Candidate {
		this.#candidates[at] ??= candidateOf(this.#drawn[at] as Row, this.#task);
		return this.#candidates[at];
	}
}

/** Null if the task has no examples. Throws `data` for a file that cannot be read. */
export async function openFewShot(task: Task): Promise<FewShot | null> {
	const spec = task.fewShot ?? null;
	if (spec === null) return null;
	refuseMisplaced(spec.rows, spec.rows, "rows");
	const rows: Row[] = [];
	for await (const row of readRows(spec.rows)) rows.push(row);
	return new FewShot(spec, task, rows);
}

/** Rows of examples need no name of the question that they ask. */
function candidateOf(row: Row, task: FewShotTask): Candidate {
	const wordings = wordingsOf(row, { ...task, group: null });
	const [first] = wordings as [Question];
	return {
		example: exampleOf(first, task),
		identities: identitiesOf(row, wordings, task),
	};
}

/** The question with its answer: of a choice the right option or its letter, otherwise the answer that the row shows. */
function exampleOf(question: Question, { scorer }: FewShotTask): Example {
	const { row, wording: id } = question;
	const choice = scorer.kind === "choice";
	const { asked, shown, choices } = choice
		? askWithChoices(question, readChoices(row, scorer), scorer)
		: question;
	if (asked === null)
		return refuse(
			row,
			"a question with its answer",
			"a text without a question",
		);
	const answer = choices
		? (choices.texts[choices.gold] as string)
		: joined(asked, answerIn(row, shown), " ");
	const turns = typeof asked === "string" ? asked : splitSystem(asked).rest;
	return { id, line: row.line, asked: turns, answer };
}

function answerIn(row: Row, shown: string | null): string {
	return shown !== null && isVisible(shown)
		? shown
		: refuse(
				row,
				"an answer to show",
				shown === null ? "none" : "an empty one",
			);
}

function refuse(row: Row, expected: string, found: string): never {
	const where = `${placeOf(row)}, an example`;
	throw new TemperError("data", { where, expected, found });
}
