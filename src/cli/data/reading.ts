import { Option } from "commander";
import { RowNotes } from "../../data/check/row-notes.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import { openModelText } from "../../policy/model-text.ts";
import { modelFolder } from "../../recipes/locate/model-folder.ts";
import { refuseMisplaced } from "../../runs/folder/misplaced.ts";
import { type Wants, wantsOf } from "../../text/columns/wanted.ts";
import { type RowEncoder, rowEncoder } from "../../text/row-encoder.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";
import {
	type TemplateChoice,
	templateChoice,
} from "../speak/template-choice.ts";

/** How rows are read: by which model, and as what. */
export interface ReadingOptions extends TemplateChoice {
	readonly model: string;
	readonly as?: Wants;
}

export interface Reading {
	readonly tokenizer: Tokenizer;
	readonly wants: Wants;
	readonly encode: RowEncoder;
	/** Takes in what is remarkable about rows. */
	readonly notes: RowNotes;
}

/** Throws `recipe` for a path that is no file of rows. */
export async function readingOf(
	path: string,
	options: ReadingOptions,
): Promise<Reading> {
	refuseMisplaced(path, path, "rows");
	const folder = modelFolder(options.model, "--model");
	const template = templateChoice(options);
	const text = await openModelText(folder, { template });
	const wants = options.as ?? (await detectWants(path));
	const notes = new RowNotes(text);
	const encode = rowEncoder({ ...text, wants });
	return { tokenizer: text.tokenizer, wants, encode, notes };
}

/** What the first row that can be read holds. */
async function detectWants(path: string): Promise<Wants> {
	for await (const row of readRows(path, { onBad: () => {} }))
		return wantsOf(row);
	return "demonstrations";
}

export function asOption(): Option {
	return new Option(
		"--as <kind>",
		"how to read the rows (default: determined by the first row)",
	).choices(["demonstrations", "pairs", "labels", "prompts"] satisfies Wants[]);
}
