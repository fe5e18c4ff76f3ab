import { expect, expectTypeOf, test } from "vitest";
import type { Lowering } from "./elementwise.ts";

test("a lowering knows how many names it gets", () => {
	const rotary: Lowering<"rotary"> = (e, node) => {
		const names = e.names(node.inputs);
		expectTypeOf(names).toEqualTypeOf<
			readonly [string, string, string, string]
		>();
		// @ts-expect-error There is no fifth operand.
		return names[4];
	};
	const attention: Lowering<"attention"> = (e, node) => {
		expectTypeOf(e.names(node.inputs)[6]).toEqualTypeOf<string | undefined>();
	};
	expect([rotary, attention]).toHaveLength(2);
});
