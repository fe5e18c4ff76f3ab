import type { Row } from "../formats/rows/row.ts";
import { labelOf } from "./columns/label.ts";
import { rowFormatOf } from "./columns/row-format.ts";
import { withMessages } from "./columns/spoken-columns.ts";
import { isLabelled, requireWanted, type Wants } from "./columns/wanted.ts";
import {
	type EncodingParts,
	encodeDemonstration,
	type ShownFormat,
} from "./demonstration.ts";
import type { EncodedGroup } from "./encoded-row.ts";
import { encodePair } from "./pair.ts";
import { encodePrompt, isPrompt } from "./prompt.ts";

/** Encodes one row. Throws `data` naming file, line and field. */
export type RowEncoder = (row: Row) => readonly EncodedGroup[];

export interface RowEncoderParts extends EncodingParts {
	readonly wants: Wants;
}

/** An encoder for rows of every format that holds what is wanted. If answers with a verdict are wanted, a pair becomes two of them. */
export function rowEncoder(parts: RowEncoderParts): RowEncoder {
	return (given) => {
		const row = withMessages(given);
		requireWanted(row, parts.wants);
		return encoders[parts.wants](row, parts);
	};
}

type Encode = (row: Row, parts: EncodingParts) => readonly EncodedGroup[];

const demonstrationOf = (row: Row, parts: EncodingParts) =>
	encodeDemonstration(row, rowFormatOf(row) as ShownFormat, parts);

const encoders: Readonly<Record<Wants, Encode>> = {
	demonstrations: (row, parts) => [
		[{ ...demonstrationOf(row, parts), liked: true }],
	],
	prompts(row, parts) {
		if (!isPrompt(row)) return encoders.demonstrations(row, parts);
		return [[{ ...encodePrompt(row, parts), liked: true, promptAlone: true }]];
	},
	pairs: (row, parts) => [encodePair(row, parts)],
	labels: (row, parts) =>
		isLabelled(row)
			? [[{ ...demonstrationOf(row, parts), liked: labelOf(row) }]]
			: encodePair(row, parts).map((answer) => [answer]),
};
