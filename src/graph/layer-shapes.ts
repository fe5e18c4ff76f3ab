import type { Shape } from "../core/shape.ts";
import type { Value } from "./graph.ts";
import { along, expectShape, misfit, type Pattern } from "./match-shapes.ts";
import type { AttentionAttributes, Operands } from "./operations.ts";

/** x [.., C] and vectors [C]; returns the shape of one number for each row of x. */
export function rows(
	where: string,
	x: Value,
	...vectors: readonly Value[]
): Shape {
	const width = along(where, x, x.shape.length - 1);
	expectShape(where, [width], ...vectors);
	return [...x.shape.slice(0, -1), 1];
}

/** As `rows`, and statistics with one number for each row. */
export function normed(
	where: string,
	[dy, x]: readonly [Value, Value],
	statistics: readonly Value[],
	...vectors: readonly Value[]
): void {
	expectShape(where, x.shape, dy);
	const one = rows(where, x, ...vectors);
	expectShape(where, one, ...statistics);
}

/** Patterns of q, k and v. */
export function headsOf(
	where: string,
	a: AttentionAttributes,
	[q, k, v]: readonly [Value, Value, Value],
): readonly Pattern[] {
	if (a.heads % a.kvHeads !== 0)
		misfit(where, `a multiple of ${a.kvHeads} heads, not ${a.heads}`, q);
	const [wide, narrow] = [a.heads * a.headDim, a.kvHeads * a.headDim];
	return [
		[q, ["N", wide]],
		[k, ["N", narrow]],
		[v, ["N", narrow]],
	];
}

/** Patterns of the operands by which tokens are shared. */
export const sharedOf = ([owned, copies]: readonly Value[]) =>
	owned && copies
		? ([
				[owned, ["B", "L"]],
				[copies, ["T", "G"]],
			] as const)
		: [];

/** Patterns of the operands of a divergence between two models. */
export const klOf = ([baseHidden, baseHead, hidden, head]: Operands<
	"tokenKl",
	Value
>): readonly Pattern[] => [
	[baseHidden, ["S", "base C"]],
	[baseHead, ["V", "base C"]],
	[hidden, ["S", "C"]],
	[head, ["V", "C"]],
];
