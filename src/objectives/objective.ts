import { TemperError } from "../core/error.ts";
import type { Value } from "../graph/graph.ts";
import type { Ops } from "../graph/ops.ts";
import type { TokenScores } from "../nn/head.ts";

/** A loss as numerator and denominator, both []. Objectives never divide: the loop divides once per optimizer step. */
export interface Loss {
	readonly sum: Value;
	readonly weight: Value;
	/** What to watch: `tokenWeight` [S] multiplies a token's NLL, `rowWeight` [B] a row's. */
	readonly metrics: Readonly<Record<string, Value>>;
}

/** The policy's scores of the answers. Parts that are functions are computed only if an objective asks for them. */
export interface PolicyScores extends TokenScores {
	/** Entropy in nats of the k likeliest words, renormalised, [S]. Has no gradient. */
	topEntropy(k: number): Value;
	/** A scalar for each answer, read at its last token, [B]: trains a reward head in addition to what is tuned. */
	reward(): Value;
}

/** Scores of the same answers under a frozen model. */
export interface ReferenceScores {
	/** [S] */
	readonly logProb: Value;
	/** KL(reference || policy) over the whole vocabulary in nats, [S]; for objectives that need the distribution. */
	kl(): Value;
}

/** Which supervised token belongs to which answer, and what is known about each answer. */
export interface BatchShape {
	/** [S]: 1 for a supervised token, 0 for a blank one. */
	readonly valid: Value;
	/** [S]: 1 where the target ends a turn. */
	readonly ends: Value;
	/** [B, S]: 1 where the token belongs to the answer. */
	readonly membership: Value;
	/** [B]: supervised tokens of the answer, at least 1. */
	readonly lengths: Value;
	/** [B]: 1 for an answer with supervised tokens. */
	readonly rowValid: Value;
	/** [B]: 1 for a demonstration, a chosen or a desirable answer, 0 for a rejected or undesirable one. */
	readonly liked: Value;
	/** [P]: 1 for a pair whose answers both have supervised tokens. Answers come as chosen, rejected, chosen, ... */
	readonly pairValid: Value;
	/** [B]: how much better than its group a sampled answer is. */
	readonly advantages: Value;
	/** [S]: log-probability under the policy that sampled the answer. */
	readonly sampled: Value;
	/** []: what the objective's `prepass` found for the whole step. */
	readonly statistic: Value;
	/** []: what a leash makes of the option that the objective `steers`. */
	readonly strength: Value;
}

/** Scores of one answer, outside the graph. */
export interface AnswerScores {
	/** Of its m supervised tokens. */
	readonly logProb: ArrayLike<number>;
	readonly reference: ArrayLike<number> | null;
	readonly liked: boolean;
}

/** A number that a whole step shares, known before it: micro-batches of the step then add up to the step. */
export interface Prepass {
	/** The step's own answers, or each prompt with the answer of another one. */
	readonly answers: "own" | "mismatched";
	summarise(answers: readonly AnswerScores[]): number;
}

export interface Needs {
	/** Rows are pairs of answers, chosen and rejected. */
	readonly pairs: boolean;
	/** Rows are answers with a verdict, desirable or not. */
	readonly labels: boolean;
	readonly reference: "none" | "tokens" | "distribution";
	/** Rows show an answer; if not, a prompt is enough. */
	readonly answers: boolean;
	/** Whose scores the reference's are: the policy's at the start of the stage, or of the round. */
	readonly referenceOf: "stage" | "round";
}

/** Values between which a strength may be chosen; the larger, the less the policy moves. */
export interface StrengthRange {
	/** Where a run begins. */
	readonly start: number;
	readonly least: number;
	readonly most: number;
}

/** An option that limits how far the policy moves. If it is null, the loss reads `strength` instead, and a leash steers it. */
export interface Steering extends StrengthRange {
	readonly option: string;
}

/**
 * An option that multiplies Delta, the sum over an answer of log pi - log pi_ref: what fits depends on the length of the
 * answers.
 */
export interface SumFactor {
	readonly option: string;
	/** Option times Delta for an answer that has moved as far as expected, where the option fits. */
	readonly product: number;
	/** How far an answer is expected to move, nats per token, from its NLL per token before training. */
	natsPerToken(nll: number): number;
	/** Where `natsPerToken` comes from, for people. */
	readonly basis: string;
	/** What a smaller and a larger value do, for people. */
	readonly direction: string;
}

/** What is known of each origin that the rows of a step may have. */
export const rowOrigins = {
	/** Rows of the data files. A reference is the policy at the start of the stage. */
	file: { rounds: false, samples: false },
	/** Rows of the data files. The reference is the policy at the start of each round. */
	snapshot: { rounds: true, samples: false },
	/** A demonstration and an answer that the policy drew at the start of the round. */
	pairs: { rounds: true, samples: true },
	/** Answers to one prompt that the policy drew, with rewards from functions. */
	groups: { rounds: true, samples: true },
	/** As `groups`, with rewards from a model that is trained in turn with the policy. */
	"learnt-groups": { rounds: true, samples: true },
} as const satisfies Record<string, RowOriginFacts>;

interface RowOriginFacts {
	/** Whether the steps of a run fall into rounds. */
	readonly rounds: boolean;
	/** Whether answers are sampled from the policy. */
	readonly samples: boolean;
}

export type RowOrigin = keyof typeof rowOrigins;

/** One way to turn token log-probabilities into a loss. Shared code asks for properties, never for names. */
export interface Objective<R extends RowOrigin = RowOrigin> {
	readonly name: string;
	/** Where the rows of its steps come from. */
	readonly rows: R;
	/** What it trains: a policy that writes answers, or a model that gives an answer a reward. */
	readonly trains: "policy" | "reward";
	readonly needs: Needs;
	readonly prepass: Prepass | null;
	readonly steers: Steering | null;
	/** Missing if no option multiplies a sum over an answer. */
	readonly sumFactor?: SumFactor;
	/** Weight of a second term, the mean NLL of the chosen answers; missing without one. */
	readonly sftWeight?: number;
	loss(
		ops: Ops,
		policy: PolicyScores,
		reference: ReferenceScores | null,
		batch: BatchShape,
	): Loss;
}

/** Needs of an objective that reads demonstrations alone; others spread it and say what differs. */
export const imitation: Needs = {
	pairs: false,
	labels: false,
	reference: "none",
	referenceOf: "stage",
	answers: true,
};

/** Sums of token values over each answer, [S] to [B]. */
export function rowSums(ops: Ops, values: Value, batch: BatchShape): Value {
	const column = ops.reshape(values, ["S", 1]);
	return ops.reshape(ops.matmul(batch.membership, column), ["B"]);
}

/** Values of answers given to each of their tokens, [B] to [S]; 0 for blank ones. */
export function repeatOverTokens(
	ops: Ops,
	values: Value,
	batch: BatchShape,
): Value {
	const column = ops.reshape(values, ["B", 1]);
	const spread = ops.matmul(batch.membership, column, { transA: true });
	return ops.reshape(spread, ["S"]);
}

/** Values times an option, or times what a leash makes of one that is null. */
export function times(
	ops: Ops,
	values: Value,
	option: number | null,
	batch: BatchShape,
): Value {
	return option === null
		? ops.mul(values, batch.strength)
		: ops.affine(values, option);
}

/** The reference's scores, which an objective that says it needs them is given. Throws `internal`. */
export function required(
	reference: ReferenceScores | null,
	name: string,
): ReferenceScores {
	if (reference) return reference;
	throw new TemperError("internal", {
		where: name,
		expected: "reference scores",
		found: "none",
	});
}
