import { TemperError } from "../../core/error.ts";
import { RowNotes } from "../../data/check/row-notes.ts";
import { type Group, rewrittenTurns } from "../../data/example.ts";
import {
	type LengthRule,
	type ReadOptions,
	readGroups,
} from "../../data/read-groups.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import type { ShapedModel } from "../../models/model.ts";
import type { ModelText } from "../../policy/model-text.ts";
import { longestRow } from "../../recipes/resolve/longest-row.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import type { Wants } from "../../text/columns/wanted.ts";
import { rowEncoder } from "../../text/row-encoder.ts";

type TooLong = LengthRule["tooLong"];
export type ReadFile = (path: string) => Promise<Group[]>;
export type ReadAs = (
	path: string,
	wants: Wants,
	tooLong?: TooLong,
	/** Whether to note what is remarkable about the rows. */
	remarks?: boolean,
) => Promise<Group[]>;

function tooLongNotes(
	path: string,
	maxLength: number,
	{ cut, dropped }: { readonly cut: number; readonly dropped: number },
): string[] {
	const parts = [
		...(cut > 0 ? [`${cut} truncated`] : []),
		...(dropped > 0 ? [`${dropped} dropped`] : []),
	];
	return parts.length === 0
		? []
		: [`${path}: rows beyond ${maxLength} tokens: ${parts.join(", ")}.`];
}

/** Reads the groups of a file and notes what was changed in them or left out. Throws `data` if no group is left. */
export async function groupReader(
	{ data }: ResolvedRecipe,
	model: ShapedModel,
	parts: ModelText,
	notes: string[],
): Promise<ReadAs> {
	const maxLength = longestRow(data.maxLength, model.architecture.maxPositions);
	return async (path, wants, tooLong = data.tooLong, remarks = false) => {
		const rowNotes = new RowNotes(parts);
		const encode = rowNotes.listen(rowEncoder({ ...parts, wants }));
		const groups: Group[] = [];
		const long = { cut: 0, dropped: 0 };
		const onTooLong: ReadOptions["onTooLong"] = (_id, _length, outcome) => {
			long[outcome]++;
		};
		const { emptyAnswers = "refuse" } = data;
		const options = { maxLength, tooLong, onTooLong, emptyAnswers };
		for await (const group of readGroups(readRows(path), encode, options))
			groups.push(group);
		const rewritten = rewrittenTurns(groups.flat());
		if (rewritten > 0)
			notes.push(
				`${path}: ${rewritten} assistant turns are not trained on, because the chat template rewrites them when others follow (it drops their thoughts, for example). Give such a row once per answer to train on all of them.`,
			);
		notes.push(...tooLongNotes(path, maxLength, long));
		if (remarks)
			notes.push(...rowNotes.notes().map((text) => `${path}: ${text}`));
		if (groups.length > 0) return groups;
		throw new TemperError("data", {
			where: path,
			expected: "at least one row to learn from",
			found: long.dropped > 0 ? "only rows that are too long" : "none",
		});
	};
}
