import { TemperError } from "../../core/error.ts";
import type { Row } from "../../formats/rows/row.ts";
import { placeOf, rowFormatOf } from "../../text/columns/row-format.ts";
import { unreadColumns } from "../../text/columns/unread-columns.ts";
import type { Wants } from "../../text/columns/wanted.ts";
import type { EncodedGroup } from "../../text/encoded-row.ts";
import type { RowEncoder } from "../../text/row-encoder.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";
import { isModelMade } from "../model-made.ts";
import type { EmptyAnswers } from "./answer-fault.ts";
import type { DataReport } from "./data-report.ts";
import { LimitedList } from "./limited-list.ts";
import { Repeats } from "./repeats.ts";
import { heldOutNote, type RowNotes } from "./row-notes.ts";
import { RowTally } from "./row-tally.ts";

type Rows = AsyncIterable<Row> | Iterable<Row>;

/** Rows, from a reader that reports what it could not read and continues. */
export type RowSource = (onBad: (error: TemperError) => void) => Rows;

export interface CheckOptions {
	readonly tokenizer: Tokenizer;
	readonly encode: RowEncoder;
	/** What `encode` makes of rows. */
	readonly wants: Wants;
	/** Longest answer in tokens, its prompt included, or null for none. */
	readonly maxLength: number | null;
	/** Rows kept for evaluation, to look for training prompts among them. */
	readonly heldOut?: RowSource;
	/** Whether rows with an answer without a visible character count as usable; `refuse` unless given. */
	readonly emptyAnswers?: EmptyAnswers;
	/** Takes in what is remarkable about the rows. */
	readonly notes?: RowNotes;
	/** How many rows each list of the report names; 10 unless said. */
	readonly listed?: number;
}

/** Reads all rows and reports what training on them would encounter. Bad rows are collected, not thrown. */
export async function checkRows(
	rows: RowSource,
	options: CheckOptions,
): Promise<DataReport> {
	const { tokenizer, encode, wants, maxLength, heldOut, notes } = options;
	const { listed = 10 } = options;
	const bad: Bad = { errors: new LimitedList(listed), stopped: false };
	const repeats = new Repeats(tokenizer, listed);
	const tally = new RowTally(maxLength, listed, options.emptyAnswers);
	const unread = new Map<string, number>();
	let modelMade = 0;
	for await (const { row, groups } of collectBad(rows, encode, bad)) {
		const id = placeOf(row);
		if (isModelMade(row)) modelMade++;
		tally.add(groups, id, rowFormatOf(row));
		repeats.addTraining(groups.flat(), id);
		notes?.add(row, groups);
		for (const column of unreadColumns(row, wants))
			unread.set(column, (unread.get(column) ?? 0) + 1);
	}
	const trainingRows = tally.count + bad.errors.count;
	let heldOutRows = 0;
	for await (const { row, groups } of collectBad(
		heldOut ?? (() => []),
		encode,
		bad,
	)) {
		heldOutRows++;
		const [first] = groups.flat();
		if (first) repeats.addHeldOut(first, placeOf(row));
	}
	const few = heldOutNote(heldOutRows);
	return {
		rows: trainingRows,
		notes: [...(notes?.notes() ?? []), ...(few === null ? [] : [few])],
		...tally.report(wants),
		modelMade,
		duplicates: repeats.duplicates(),
		unreadColumns: [...unread].map(([column, rows]) => ({ column, rows })),
		leakage: heldOut ? { heldOutRows, ...repeats.leakage() } : null,
		bad: {
			count: bad.errors.count,
			errors: bad.errors.items,
			stopped: bad.stopped,
		},
	};
}

interface Bad {
	readonly errors: LimitedList<string>;
	stopped: boolean;
}

/** Yields what can be encoded. A fault of the file itself ends it, since nobody can tell where the next row begins. */
async function* collectBad(
	read: RowSource,
	encode: RowEncoder,
	bad: Bad,
): AsyncGenerator<{ row: Row; groups: readonly EncodedGroup[] }> {
	try {
		for await (const row of read((error) => note(error, bad))) {
			const groups = attempt(() => encode(row), bad);
			if (groups !== null) yield { row, groups };
		}
	} catch (error) {
		note(error, bad);
		bad.stopped = true;
	}
}

function attempt<T>(work: () => T, bad: Bad): T | null {
	try {
		return work();
	} catch (error) {
		note(error, bad);
		return null;
	}
}

function note(error: unknown, bad: Bad): void {
	if (!(error instanceof TemperError) || error.code !== "data") throw error;
	bad.errors.add(error.message);
}
