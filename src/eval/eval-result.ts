import type { InputHash } from "../runs/folder/inputs.ts";
import type { Estimate } from "../stats/estimate.ts";
import type { QuestionRole, TaskAxis } from "./task/task.ts";

/** How likely one option of a question is as its answer, in nats. */
export interface OptionScore {
	/** Sum over its tokens, of which the one that ends a turn does not count. */
	readonly logProb: number;
	readonly tokens: number;
	/** The same without the question; null if it was not measured. */
	readonly unconditional: number | null;
}

/** The options of a question in the order of its row, whatever the order in which they were listed. */
export interface ScoredOptions {
	readonly scores: readonly OptionScore[];
	/** Place of the right one in the row. */
	readonly gold: number;
	/** Place in the row of the option that was listed first, second and so on. */
	readonly listed: readonly number[];
}

/** One question in one wording, with one seed. */
export interface ItemResult {
	/** The wording, followed by `@7` for seed 7. Pairs an item with the base's. */
	readonly id: string;
	/** `file:line`, followed by `#2` for the second wording. */
	readonly wording: string;
	/** Null if the answer was not sampled. */
	readonly seed: number | null;
	/** The question that it asks: items of one question are measured together, for they are not independent. */
	readonly question: string;
	/** What was asked, as text. */
	readonly prompt: string;
	/** The right answer; null if the row shows none. */
	readonly expected: string | null;
	/** What was answered, thoughts included, or chosen; null if nothing was asked for or could be answered. */
	readonly answer: string | null;
	/** What was scored of an answer with thoughts: what follows them, and nothing if it ends inside one. */
	readonly final?: string;
	/** Whether the answer was cut at its limit of tokens; left out if that is not known. */
	readonly cut?: boolean;
	/** Tokens of the answer; null if none was generated. */
	readonly tokens: number | null;
	/** Null if it could not be scored: `reason` then says why. */
	readonly score: number | null;
	/** Why there is no score, or why an answer counts as none. */
	readonly reason: string | null;
	/** What a responder that knows nothing gets; null if that is not known. */
	readonly chance: number | null;
	/** How much the score counts: tokens for a mean by token, otherwise 1. */
	readonly weight: number;
	/** What else was measured, by name: `raw` and `normalised` of a choice, `kl` of a probe. */
	readonly details: Readonly<Record<string, number>>;
	/** Of choices only. Results that were written before it was recorded lack it. */
	readonly options?: ScoredOptions;
}

/** How much answers to one question agree, over wordings and seeds. */
export interface Consistency {
	/** Questions with at least two scored items. */
	readonly questions: number;
	/** Share of pairs of items of one question whose answers agree, mean over questions. */
	readonly agreement: Estimate;
	/** Shares of questions answered right in every item, in none, in some. */
	readonly allRight: Estimate;
	readonly allWrong: Estimate;
	readonly mixed: Estimate;
}

/** Agreement of answers to one question in two results, on the items that both have a score for. */
export interface ConsistencyComparison {
	/** Questions that have at least two scored items in both. */
	readonly questions: number;
	readonly base: Estimate;
	readonly tuned: Estimate;
	/** Tuned less base, paired by question. */
	readonly difference: Estimate;
}

/** How far a tuned model is from its base. A field is null if it could not be measured. */
export interface Deviation {
	/** KL(base || tuned) on what the rows show, nats per token. */
	readonly kl: Estimate | null;
	/** Mean tokens of greedy answers: the tuned model's less the base's. */
	readonly length: Estimate | null;
	/**
	 * Token shift (Lin et al. 2023, arXiv 2312.01552): shares of the tokens of the tuned model's greedy answers that are the
	 * base's first choice in their place, its second or third, or none of these.
	 */
	readonly shift: {
		readonly unshifted: Estimate;
		readonly marginal: Estimate;
		readonly shifted: Estimate;
		readonly tokens: number;
	} | null;
}

/** How long generated answers are, and how many of them did not come to their end. */
export interface AnswerLengths {
	readonly answers: number;
	readonly medianTokens: number;
	/** Answers cut at the limit of tokens. */
	readonly cut: number;
	/** Answers that end inside a thought: they count as none. */
	readonly insideThought: number;
}

/** The examples that were put before the questions of a task. */
export interface FewShotRecord {
	/** The file of examples; its hash is among the inputs of the result. */
	readonly rows: string;
	/** Examples before each question. */
	readonly count: number;
	readonly seed: number;
	/** Lines of all rows that served as examples, in ascending order. */
	readonly lines: readonly number[];
	/** Rows of questions that were drawn as examples themselves: these questions got other rows instead. */
	readonly replaced: number;
}

/** The result of one subject in one task. */
export interface TaskResult {
	readonly name: string;
	readonly version: string;
	readonly axis: TaskAxis;
	/** Results that were written before tasks had roles lack it. */
	readonly role?: QuestionRole | null;
	/** SHA-256 of the task, and of all files that it reads, rows first. */
	readonly hash: string;
	readonly inputs: readonly InputHash[];
	readonly scorer: string;
	/** Null if every question was asked by itself. Results that were written before there were examples lack it. */
	readonly fewShot?: FewShotRecord | null;
	readonly metric: "accuracy" | "mean";
	/** `accuracy`, `nats per token`, `score`. */
	readonly unit: string;
	readonly better: "higher" | "lower";
	/** With its 95% interval over questions; null if nothing could be scored. */
	readonly value: Estimate | null;
	/** Mean over the items; null if it is not known of all. */
	readonly chance: number | null;
	/**
	 * Half the width of the 95% interval of what a second measure of the same questions may differ by: 0 if no answers
	 * are drawn; null if it is not known, as with a single seed.
	 */
	readonly noise: number | null;
	readonly questions: number;
	/** Items without a score. */
	readonly failures: number;
	/** Mean tokens of answers; null if none were generated. */
	readonly length: Estimate | null;
	/** Null if no answers were generated. Results that were written before it was counted lack it. */
	readonly lengths?: AnswerLengths | null;
	/** Null unless questions come in several wordings, orders of options or with several seeds. */
	readonly consistency: Consistency | null;
	/** Of tasks of the axis `general`, and of subjects that were tuned from a base. */
	readonly deviation: Deviation | null;
	readonly items: readonly ItemResult[];
	readonly seconds: number;
}

/** The measured subject. */
export interface SubjectResult {
	readonly name: string;
	readonly model: string;
	readonly adapter: string | null;
	/** SHA-256 of the folders. */
	readonly inputs: readonly InputHash[];
}

/** The results of one evaluation of one subject. */
export interface EvalResult {
	readonly version: 1;
	/** ISO time. */
	readonly created: string;
	/** Version of this package. */
	readonly temper: string;
	readonly subject: SubjectResult;
	/** Who computed, with the precision of answers: `ONNX Runtime on cpu, answers in int8`. Older results lack it. */
	readonly engine?: string;
	readonly tasks: readonly TaskResult[];
	readonly seconds: number;
}

/** An item whose answer was right before and is wrong now, or the reverse. */
export interface Flip {
	readonly id: string;
	readonly prompt: string;
	readonly expected: string | null;
	readonly base: string | null;
	readonly tuned: string | null;
}

/** Two results in one task, on the items that both have a score for. */
export interface TaskComparison {
	readonly name: string;
	readonly version: string;
	readonly axis: TaskAxis;
	readonly unit: string;
	readonly better: "higher" | "lower";
	readonly chance: number | null;
	readonly base: Estimate | null;
	readonly tuned: Estimate | null;
	/**
	 * Tuned less base, with its paired 95% interval, as the gate and pilots have it; null if no item has both scores. The
	 * bounds are infinite, and null in JSON, for a single question whose scores have no limits.
	 */
	readonly difference: Estimate | null;
	/** What a second measure of the base may differ by. */
	readonly noise: number | null;
	/** Questions that were compared. */
	readonly questions: number;
	/** Of accuracies only: McNemar's exact test (1947) over questions, two-sided. */
	readonly mcnemar: {
		readonly rightToWrong: number;
		readonly wrongToRight: number;
		readonly p: number;
	} | null;
	/** The first flips of each direction; empty if scores are no accuracies. */
	readonly rightToWrong: readonly Flip[];
	readonly wrongToRight: readonly Flip[];
	/** Of questions in several wordings, orders of options or with several seeds; null if there are none. */
	readonly consistency: ConsistencyComparison | null;
	/** Mean tokens of answers, tuned less base, paired. */
	readonly length: Estimate | null;
	readonly deviation: Deviation | null;
	/** Items left out: those that one side or both have no score for. */
	readonly unpaired: number;
}

export interface Comparison {
	readonly base: string;
	readonly tuned: string;
	readonly tasks: readonly TaskComparison[];
}

/** What `npx temper-lm eval` writes. */
export interface EvalReport {
	readonly version: 1;
	/** Null if the subject has no base, or it was left out. */
	readonly base: EvalResult | null;
	readonly tuned: EvalResult;
	readonly comparison: Comparison | null;
}
