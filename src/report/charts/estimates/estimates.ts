import type { Estimate } from "../../../stats/estimate.ts";
import type { Language } from "../../page/language/language.ts";
import type { ChartScale } from "../chart-scale.ts";
import type { Look } from "../looks.ts";

/** One kind of estimate, such as that of the base. */
export interface EstimateSeries {
	readonly name: string;
	readonly look: Look;
	/** Drawn as an outline. */
	readonly hollow: boolean;
}

export interface EstimateRow {
	readonly name: string;
	/** In the units that are shown, in the order of the series; null if it was not measured. */
	readonly values: readonly (Estimate | null)[];
	/** Whether it is emphasised. */
	readonly strong: boolean;
}

/** Estimates with their intervals, of several series side by side, a row for each subject. */
export interface EstimateChart {
	/** What the chart shows, and what can be seen in it, for those who hear it. */
	readonly label: string;
	readonly description: string;
	readonly x: string;
	readonly series: readonly EstimateSeries[];
	readonly rows: readonly EstimateRow[];
	/** Null: chosen so that everything shown has a place. */
	readonly across: ChartScale | null;
	/** Vertical lines, such as that of chance. */
	readonly guides: readonly { readonly at: number; readonly text: string }[];
	/** Shown instead of a row without any value. */
	readonly missing: string;
	readonly language: Language;
}
