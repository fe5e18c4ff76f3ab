import { expect, expectTypeOf, test } from "vitest";
import type { Value } from "../graph/graph.ts";
import type { Backward, GradientRule } from "./rule.ts";

test("a rule reads and returns one value for each operand", () => {
	type B = Backward<"layerNorm">;
	expectTypeOf<B["inputs"]>().toEqualTypeOf<readonly [Value, Value, Value]>();
	expectTypeOf<B["grads"]["length"]>().toEqualTypeOf<3>();
	// @ts-expect-error A product has two operands.
	const short: GradientRule<"matmul"> = () => [null];
	// @ts-expect-error A product has no third operand.
	const third: GradientRule<"matmul"> = ({ inputs }) => [inputs[2], null];
	const none = [null, null, null, null] as const;
	const shared: GradientRule<"attention"> = () => [...none, ...none];
	expect([short, third, shared]).toHaveLength(3);
});
