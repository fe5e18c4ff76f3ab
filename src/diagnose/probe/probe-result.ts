import type { SubjectResult } from "../../eval/eval-result.ts";
import type { InputHash } from "../../runs/folder/inputs.ts";
import type { Estimate } from "../../stats/estimate.ts";

/** What a model holds about a question, before it is tuned. */
export type Knowledge = "known" | "unknown" | "unsure";
export const knowledges = [
	"known",
	"unsure",
	"unknown",
] as const satisfies readonly Knowledge[];

/**
 * A way to compare options: by the letter under which the prompt lists them, or by the likelihood of their texts: as a sum
 * over tokens (`raw`), per token (`tokens`), or relative to the likelihood without the question (`unconditional`).
 */
export type ProbeMethod = "letter" | "raw" | "tokens" | "unconditional";

/** Why an item is judged as it is. */
export type ProbeReason =
	/** The calibrated probability of the right option is at or above the level of `known`. */
	| "confident-right"
	/** A wrong option is held with confidence: demonstrations of the right answer are incompatible with the model. */
	| "confident-wrong"
	/** The right option is no likelier than chance. */
	| "at-chance"
	/** Between the levels. */
	| "between-levels"
	/** Answers differ between wordings or orders of the options. */
	| "inconsistent"
	/** Methods disagree about the likeliest option. */
	| "methods-differ";

/** How one method sees an item: mean over wordings, orders and draws of examples. */
export interface MethodView {
	/** Calibrated probabilities of the options, in the order of the row. They sum to 1. */
	readonly probabilities: readonly number[];
	readonly chosen: number;
	/** Share of the askings that choose the same option. */
	readonly agreement: number;
	/** Wordings times orders. */
	readonly askings: number;
}

export interface ProbeItem {
	/** `file:line` of the question. */
	readonly id: string;
	readonly question: string;
	readonly options: readonly string[];
	/** Place of the right option. */
	readonly gold: number;
	/** Values of the row's columns by which results can be summarised. */
	readonly columns: Readonly<Record<string, string>>;
	readonly knowledge: Knowledge;
	readonly reasons: readonly ProbeReason[];
	/** By the deciding method. */
	readonly chosen: number;
	/** Calibrated probability of the chosen option, and of the right one. */
	readonly confidence: number;
	readonly goldProbability: number;
	readonly methods: Readonly<Partial<Record<ProbeMethod, MethodView>>>;
}

/** A question or row that was left out. */
export interface ProbeExclusion {
	readonly id: string;
	/** `no-answer`, `duplicate-options`, `answer-not-an-option`, `too-few-distractors`, `unreadable`, `too-long`. */
	readonly kind: string;
	/** A sentence. */
	readonly reason: string;
}

export interface CalibrationBin {
	/** Bounds of the confidence. */
	readonly from: number;
	readonly to: number;
	readonly items: number;
	/** Mean confidence; null for an empty bin. */
	readonly confidence: number | null;
	/** Share of right choices; null for an empty bin. */
	readonly accuracy: Estimate | null;
}

/** One method over all items. */
export interface ProbeMethodSummary {
	readonly method: ProbeMethod;
	readonly accuracy: Estimate;
	/** Mean of 1 / number of options. */
	readonly chance: number;
	/** The temperature that calibrates it, fitted on the other folds of items. */
	readonly temperature: number;
	/** Expected calibration error on items that the temperature was not fitted on, with a bootstrap interval. */
	readonly calibrationError: Estimate;
	readonly uncalibratedError: Estimate;
	readonly bins: readonly CalibrationBin[];
	/** Share of choices that fall on the option listed first, second and so on; null if options are not listed. */
	readonly positions: readonly Estimate[] | null;
	/** Share of items whose choice differs between orders or wordings. */
	readonly inconsistent: Estimate | null;
}

/** Items that share a value of a column. */
export interface ProbeSlice {
	readonly column: string;
	readonly value: string;
	readonly items: number;
	readonly known: Estimate;
	readonly unknown: Estimate;
	readonly unsure: Estimate;
	readonly accuracy: Estimate;
}

/** What tuning on such rows is expected to change, in percentage points of accuracy on these questions. */
export interface ProbePrediction {
	/** Accuracy of the base without examples in the prompt, as users ask it; null if it was not measured. */
	readonly zeroShot: Estimate | null;
	/** Points that a few good examples are expected to draw out: known, but not answered without examples. */
	readonly drawOut: Estimate;
	/** Points that only teaching can add: unknown items, times the share of taught facts that is retained. */
	readonly teach: Estimate;
	/** Expected change of accuracy if the rows are trained on. */
	readonly gain: Estimate;
	/** Share of rows that contradict what the model holds: the risk that known things are lost. */
	readonly risk: Estimate;
	/** The share of unknown facts that tuning is assumed to teach, and where the number comes from. */
	readonly retained: { readonly value: number; readonly from: string };
}

/** What to do with the rows, in order of preference. */
export type ProbeAdvice =
	| { readonly kind: "draw-out"; readonly rows: number; readonly items: number }
	| { readonly kind: "put-into-prompt"; readonly items: number }
	| {
			readonly kind: "teach";
			readonly items: number;
			/** Rows that teach it: items times presentations. */
			readonly rows: number;
	  }
	| { readonly kind: "nothing-to-gain"; readonly items: number }
	| { readonly kind: "cannot-tell"; readonly items: number };

/** A row of demonstrations against what the model holds. */
export interface DemonstrationMark {
	/** `file:line`. */
	readonly id: string;
	readonly mark: "harmonious" | "incompatible" | "not-testable";
	/** A sentence for a row that cannot be tested; null otherwise. */
	readonly reason: string | null;
	/** The item that tested it; null if it cannot be tested. */
	readonly item: ProbeItem | null;
}

/** What `npx temper-lm probe` finds. */
export interface ProbeResult {
	readonly version: 1;
	/** ISO time. */
	readonly created: string;
	/** Version of this package. */
	readonly temper: string;
	readonly subject: SubjectResult;
	/** The questions, and the file of examples. */
	readonly inputs: readonly InputHash[];
	readonly settings: {
		/** What decides `knowledge`. */
		readonly method: ProbeMethod;
		/** Examples in the prompt. */
		readonly shots: number;
		readonly orders: number;
		readonly seed: number;
		/** Calibrated probabilities of the right option at or above which it is known, and at or below which it is unknown relative to chance. */
		readonly knownFrom: number;
		readonly unknownTo: number;
		/** The rule for distractors; null if the rows list options themselves. */
		readonly distractors: string | null;
	};
	readonly items: readonly ProbeItem[];
	readonly excluded: readonly ProbeExclusion[];
	readonly methods: readonly ProbeMethodSummary[];
	readonly shares: Readonly<Record<Knowledge, Estimate>>;
	/** Share of items called known that the model would have guessed right, estimated from its confident wrong choices. */
	readonly falseKnown: Estimate;
	readonly slices: readonly ProbeSlice[];
	readonly prediction: ProbePrediction;
	readonly advice: readonly ProbeAdvice[];
	/** Null if the rows are questions and no demonstrations. */
	readonly demonstrations: readonly DemonstrationMark[] | null;
	readonly seconds: number;
}
