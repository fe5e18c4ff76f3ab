import type { Language } from "./language/language.ts";
import type { Markup } from "./markup.ts";

/** What a part of a report shows, in both forms. Null leaves the part out of that form. */
export interface Content {
	html(): Markup | null;
	/** Paragraphs, tables and fenced blocks, to be separated by empty lines. */
	markdown(): readonly string[] | null;
}

/** A part of a report with a title and a link in the table of contents. */
export interface Section extends Content {
	/** Lower-case letters; unique in the report. */
	readonly id: string;
	readonly title: string;
	/** CSS classes of the section. */
	readonly classes?: string;
}

/** A report as plain data. Texts from outside, such as names and answers, must have gone through `clean`. */
export interface Report {
	readonly language: Language;
	/** What kind of report it is: `Pilot report`. It takes the place of an empty title. */
	readonly kind: string;
	readonly title: string;
	/** Shown below the title. */
	readonly about: readonly Markup[];
	/** Comes first and has no link; null if there is none. */
	readonly summary: Content | null;
	readonly sections: readonly Section[];
	/** The last line of the page. */
	readonly foot: string;
	/** Rules that only this report needs, after those of the page. */
	readonly style?: string;
}
