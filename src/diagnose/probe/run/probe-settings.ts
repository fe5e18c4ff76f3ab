import { defaultRetained } from "../analysis/assumptions.ts";
import {
	defaultJudgeSettings,
	type JudgeSettings,
} from "../analysis/judge-settings.ts";
import type { ProbePrediction } from "../probe-result.ts";
import type { ProbeColumns } from "../rows/probe-rows.ts";

/** What a probe asks, and how. */
export interface ProbeSettings {
	/** A file of rows, or a task file that names one. */
	readonly questions: string;
	/** Rows to show as examples; null: other rows of the questions. */
	readonly examples: string | null;
	/** Examples in the prompt. */
	readonly shots: number;
	/** Orders of the options if they are listed; no more than there are. */
	readonly orders: number;
	/** Options of a question that lists none. */
	readonly options: number;
	readonly columns: ProbeColumns;
	/** Columns by which items are summarised. */
	readonly by: readonly string[];
	/** The first so many rows; null: all. */
	readonly limit: number | null;
	readonly judge: JudgeSettings;
	readonly retained: ProbePrediction["retained"];
}

export const defaultProbeSettings: Omit<ProbeSettings, "questions"> = {
	...{ examples: null, shots: 5, orders: 4, options: 4, by: [], limit: null },
	columns: { options: null, gold: null, wordings: null, topic: null },
	judge: defaultJudgeSettings,
	retained: defaultRetained,
};
