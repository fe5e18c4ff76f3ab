import type { Language } from "../../page/language/language.ts";
import type { Look } from "../looks.ts";

/** One kind of segment. */
export interface StackedPart {
	readonly name: string;
	readonly look: Look;
	/** Of the text inside the segment: `var(--surface)` for strong colours, `var(--ink)` for faint ones. */
	readonly ink: string;
}

export interface StackedRow {
	readonly name: string;
	/** Shares from 0 to 1 in the order of the parts. They sum to 1. */
	readonly shares: readonly number[];
	/** Whether it is emphasised. */
	readonly strong: boolean;
}

/** Shares of a whole, a bar for each row. */
export interface StackedChart {
	/** What the chart shows, and what can be seen in it, for those who hear it. */
	readonly label: string;
	readonly description: string;
	readonly x: string;
	readonly parts: readonly StackedPart[];
	readonly rows: readonly StackedRow[];
	readonly language: Language;
}
