import { TemperError } from "../core/error.ts";
import type { Row } from "../formats/rows/row.ts";
import type { EncodedRow } from "../text/encoded-row.ts";
import type { RowEncoder } from "../text/row-encoder.ts";
import { placeOf } from "../text/row-format.ts";
import { type Example, supervisedCount } from "./example.ts";

export interface LengthRule {
	/** Longest row in tokens. */
	readonly maxLength: number;
	/** What becomes of a longer one; `fit` truncates it, or drops it where that leaves nothing to learn. */
	readonly tooLong: "refuse" | "truncate" | "drop" | "fit";
}

export interface ReadOptions extends LengthRule {
	/** Told of every row that is dropped or cut, with its length in tokens. */
	readonly onTooLong?: (id: string, length: number) => void;
}

/**
 * Encodes rows one by one, in their order. Throws `data` naming file and line on a row that cannot be encoded, has
 * nothing to learn (after truncation too), or is too long where such rows are refused.
 */
export async function* readExamples(
	rows: AsyncIterable<Row> | Iterable<Row>,
	encode: RowEncoder,
	options: ReadOptions,
): AsyncGenerator<Example> {
	for await (const row of rows) {
		const encoded = encode(row);
		const id = placeOf(row);
		const { length } = encoded.ids;
		if (length > options.maxLength) options.onTooLong?.(id, length);
		const fitted = fitLength(encoded, id, options);
		if (fitted === null) continue;
		if (supervisedCount(fitted) === 0) {
			if (options.tooLong === "fit" && supervisedCount(encoded) > 0) continue;
			refuseEmpty(encoded, id, options);
		}
		fitted.mask[0] = 0;
		yield { id, ...fitted, liked: true };
	}
}

function fitLength(
	row: EncodedRow,
	id: string,
	{ maxLength, tooLong }: LengthRule,
): EncodedRow | null {
	if (row.ids.length <= maxLength) return row;
	switch (tooLong) {
		case "drop":
			return null;
		case "truncate":
		case "fit":
			return {
				ids: row.ids.slice(0, maxLength),
				mask: row.mask.slice(0, maxLength),
			};
		case "refuse":
			throw new TemperError("data", {
				where: id,
				expected: `at most ${maxLength} tokens`,
				found: String(row.ids.length),
				hint: "Raise the longest length, or truncate or drop longer rows.",
			});
		default:
			throw tooLong satisfies never;
	}
}

function refuseEmpty(row: EncodedRow, id: string, rule: LengthRule): never {
	const cut = supervisedCount(row) > 0;
	throw new TemperError("data", {
		where: id,
		expected: "at least one token to learn",
		found: cut
			? `none within the first ${rule.maxLength} of ${row.ids.length} tokens`
			: `none among ${row.ids.length} tokens`,
		hint: cut
			? "Raise the longest length, or drop rows that are too long."
			: "The row has no answer, or all its turns are switched off.",
	});
}
