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

/** Which supervised token belongs to which row. */
export interface BatchShape {
	/** [S]: 1 for a supervised token, 0 for a blank one. */
	readonly valid: Value;
	/** [S]: 1 where the target ends a turn. */
	readonly ends: Value;
	/** [B, S]: 1 where the token belongs to the row. */
	readonly membership: Value;
	/** [B]: supervised tokens of the row, at least 1. */
	readonly lengths: Value;
	/** [B]: 1 for a row with supervised tokens. */
	readonly rowValid: Value;
}

export interface Needs {
	readonly pairs: boolean;
	readonly reference: "none" | "tokens" | "distribution";
	readonly samples: boolean;
}

/** One way to turn token log-probabilities into a loss. Shared code asks for `needs`, never for names. */
export interface Objective {
	readonly name: string;
	readonly needs: Needs;
	loss(
		ops: Ops,
		policy: TokenScores,
		reference: Pick<TokenScores, "logProb"> | null,
		batch: BatchShape,
	): Loss;
}

/** Sums of token values over each row, [S] to [B]. */
export function rowSums(ops: Ops, values: Value, batch: BatchShape): Value {
	const column = ops.reshape(values, ["S", 1]);
	return ops.reshape(ops.matmul(batch.membership, column), ["B"]);
}

export const imitation: Needs = {
	pairs: false,
	reference: "none",
	samples: false,
};
