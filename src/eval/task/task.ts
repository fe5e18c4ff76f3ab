import type { RewardSpec } from "../../rewards/reward-spec.ts";

/** The role of a task: target (what tuning should improve), retention (what must stay), reworded target questions, or general text. */
export type TaskAxis = "target" | "retention" | "wording" | "general";

/**
 * How the questions of a task relate to what is trained: other questions or wordings of what the rows teach (`held-out`),
 * others of the same domain (`in-domain`, the HOMO of arXiv 2402.18243), of the same field from another source
 * (`same-field`, its ID), or of other fields (`out-of-domain`, its OOD).
 */
export const questionRoles = [
	"held-out",
	"in-domain",
	"same-field",
	"out-of-domain",
] as const;
export type QuestionRole = (typeof questionRoles)[number];

type Unweighted<S> = S extends unknown
	? Omit<S, "name" | "weight" | "thoughts">
	: never;

/** The rewards that judge an answer by itself. Paths are absolute. */
export type MatchSpec = Unweighted<
	Extract<
		RewardSpec,
		{
			kind:
				| "exact"
				| "numeric"
				| "regex"
				| "json-schema"
				| "contains"
				| "format"
				| "module";
		}
	>
>;

/** Negative log-likelihood of the row's answer, nats per token; lower is better. */
export interface NllSpec {
	readonly kind: "nll";
}

/** One of several options, taken by its log-probability. */
export interface ChoiceSpec {
	readonly kind: "choice";
	/** The column that lists the options, as texts. */
	readonly options: string;
	/** The column that says which is right: its place from 0, its letter or its text. */
	readonly gold: string;
	/** Options are compared as answers of their own, or by the letters under which the prompt lists them. */
	readonly by: "likelihood" | "letter";
	/**
	 * What decides: the log-probability of an option per token (`tokens`), as a sum (`none`), or as a sum minus the option's
	 * log-probability without the question (`unconditional`). All that are measured are recorded.
	 */
	readonly normalise: "tokens" | "none" | "unconditional";
	/** Of `likelihood` alone: whether options are measured without the question too. */
	readonly unconditional: boolean;
	/**
	 * Of `letter` alone: whether the prompt is followed by the lettered options, in the order of the row or in one of the
	 * row's own that is the same every time, or lists them itself.
	 */
	readonly list: "given" | "shuffled" | "none";
	/** Of `letter` alone: the number of orders in which the options of every question are listed, one item each. */
	readonly orders: number;
	/** The line after the listed options; empty for none. */
	readonly cue: string;
	/** Stands between a prompt that is plain text and an option, if neither has white space there. */
	readonly delimiter: string;
}

/** Any program: a JSON line on standard input for each answer, a number or `{"score": number}` on standard output. */
export interface CommandSpec {
	readonly kind: "command";
	/** The program and its arguments. */
	readonly run: readonly string[];
	/** Where it runs: the folder of the task. */
	readonly folder: string;
	/** Seconds that one answer may take. */
	readonly timeLimit: number;
}

/** A model behind an OpenAI-compatible endpoint that compares an answer with the base's, in both orders. */
export interface JudgeSpec {
	readonly kind: "judge";
	/** Without `/chat/completions`: `https://api.openai.com/v1`. */
	readonly url: string;
	readonly model: string;
	/** The environment variable that holds the key; null if none is asked for. */
	readonly keyVariable: string | null;
	/** Sent along; null if it is not, for models that take none. */
	readonly temperature: number | null;
	/** What makes an answer the better one, in words. */
	readonly criteria: string;
	/** Seconds that one comparison may take. */
	readonly timeLimit: number;
}

export type ScorerSpec =
	| MatchSpec
	| NllSpec
	| ChoiceSpec
	| CommandSpec
	| JudgeSpec;

/** Answered questions that are put before every question of a task. */
export interface FewShotSpec {
	/** An absolute path, in any format of rows. It may be the file of the questions. */
	readonly rows: string;
	readonly count: number;
	/** Decides which rows are drawn: one draw for the whole task. */
	readonly seed: number;
}

/** How answers are made. */
export interface AnswerOptions {
	readonly maxNewTokens: number;
	readonly sampling:
		| { readonly kind: "greedy" }
		| {
				readonly kind: "sample";
				readonly temperature: number;
				readonly topP: number | null;
				readonly topK: number | null;
				/** Every question is answered once with each. */
				readonly seeds: readonly number[];
		  };
}

/** Questions and how answers to them are scored, with nothing left to derive. */
export interface Task {
	readonly name: string;
	/** Changes whenever a score of before can no longer be compared. */
	readonly version: string;
	readonly axis: TaskAxis;
	/** Null if it is not said. */
	readonly role: QuestionRole | null;
	/** An absolute path, in any format of rows. */
	readonly rows: string;
	/** The first so many rows; null: all. */
	readonly limit: number | null;
	/** Null, or left out: every question is asked by itself. */
	readonly fewShot?: FewShotSpec | null;
	readonly scorer: ScorerSpec;
	/** A share of right answers, scores being 0 or 1, or a mean of any scores. */
	readonly metric: "accuracy" | "mean";
	/** Null if no answers are wanted: what is scored is how likely given ones are. */
	readonly generate: AnswerOptions | null;
	/** Whether answers are scored without their thoughts, as they are if it is left out, or whole. */
	readonly thoughts?: "skip" | "score" | undefined;
	/** The column that lists other wordings of the question; null: there is none. */
	readonly paraphrases: string | null;
	/** The column whose value is the same for wordings of one question; null: every row is a question of its own. */
	readonly group: string | null;
	/** What a responder that knows nothing gets, if it cannot be derived from the scorer; null otherwise. */
	readonly chance: number | null;
	/** SHA-256 of what the task file says, wherever it lies, and of the version of its scorer. */
	readonly hash: string;
}
