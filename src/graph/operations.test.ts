import { describe, expect, expectTypeOf, test } from "vitest";
import type { NodeOf, Value } from "./graph.ts";
import type { Interpretation, Tensor } from "./interpret/tensor.ts";
import type { Attributes, Operands, Results } from "./operations.ts";
import { Ops } from "./ops.ts";
import type { Result, ShapeRule } from "./shape-rules.ts";

function inputs() {
	const ops = new Ops();
	const x = ops.input("x", ["N", 4]);
	const ids = ops.input("ids", ["N"], "int32");
	const weight = ops.input("weight", [4]);
	return { ops, x, ids, weight };
}

describe("types", () => {
	test("operands are a tuple for each number of them that an operation takes", () => {
		type V = Value;
		expectTypeOf<Operands<"exp", V>>().toEqualTypeOf<readonly [V]>();
		expectTypeOf<Operands<"add", V>>().toEqualTypeOf<readonly [V, V]>();
		expectTypeOf<Operands<"addMatmul", V>>().toEqualTypeOf<
			readonly [V, V, V]
		>();
		expectTypeOf<Operands<"concat", V>>().toEqualTypeOf<readonly [V, ...V[]]>();
		expectTypeOf<Operands<"attention", V>["length"]>().toEqualTypeOf<6 | 8>();
		expectTypeOf<Operands<"attentionGrad", V>["length"]>().toEqualTypeOf<
			8 | 10
		>();
	});

	test("results and attributes come from the same row", () => {
		expectTypeOf<Results<"rmsNorm", Value>>().toEqualTypeOf<
			readonly [Value, Value]
		>();
		expectTypeOf<Results<"split", Value>>().toEqualTypeOf<readonly Value[]>();
		expectTypeOf<Attributes<"clamp">>().toEqualTypeOf<{
			readonly min: number | null;
			readonly max: number | null;
		}>();
		expectTypeOf<Attributes<"activate">["kind"]>().toEqualTypeOf<
			"silu" | "gelu" | "gelu-tanh"
		>();
	});

	test("a node with another number of operands does not compile", () => {
		const { x } = inputs();
		const node: NodeOf<"add"> = {
			op: "add",
			// @ts-expect-error Addition takes two operands.
			inputs: [x],
			outputs: [x],
			attributes: {},
			scope: null,
		};
		expect(node.inputs).toHaveLength(1);
	});

	test("a rule for another number of operands or results does not compile", () => {
		// @ts-expect-error exp takes one operand.
		const shape: ShapeRule<"exp"> = ([, b]: readonly [Value, Value]) => [b];
		// @ts-expect-error layerNorm has three results.
		const one: ShapeRule<"layerNorm"> = ([x]): readonly [Result] => [x];
		// @ts-expect-error The norm has two operands.
		const third: Interpretation<"rmsNorm"> = ([x, , bias]) => [x, bias];
		const both: Interpretation<"attention"> = (inputs) => {
			// Tokens need not be shared.
			expectTypeOf(inputs[6]).toEqualTypeOf<Tensor | undefined>();
			return [inputs[0], inputs[1]];
		};
		expect([shape, one, third, both]).toHaveLength(4);
	});
});

test("a concatenation of sizes that are not known has a size with a name of its own", () => {
	const { ops, x } = inputs();
	const more = ops.input("more", ["M", 4]);
	const whole = ops.concat([x, more, ops.input("three", [3, 4])], 0);
	expect(whole.shape).toEqual(["N+M+3", 4]);
	const wide = ops.input("wide", ["M", 5]);
	expect(() => ops.concat([x, wide], 0)).toThrow(
		"equal sizes along the other axes, found x [N, 4] and wide [M, 5].",
	);
});

describe("the builder refuses", () => {
	test("another number of operands", () => {
		const { ops, x } = inputs();
		// @ts-expect-error Addition takes two operands.
		expect(() => ops.emit("add", [x], {})).toThrow(
			"add.1: expected 2 operands (a, b), found 1.",
		);
		// @ts-expect-error A concatenation has at least one part.
		expect(() => ops.emit("concat", [], { axis: 0 })).toThrow(
			"concat.1: expected at least one operand, found 0.",
		);
	});

	test("one of two optional operands", () => {
		const { ops, x, ids } = inputs();
		const slots = ops.input("slots", ["B", "L"], "int32");
		const bias = ops.input("bias", ["L", "L"]);
		const heads = { heads: 1, kvHeads: 1, headDim: 4, scale: 1 };
		const seven = [x, x, x, slots, ids, bias, slots] as const;
		// @ts-expect-error Operands that share tokens are two or none.
		expect(() => ops.emit("attention", seven, heads)).toThrow(
			"6 operands (q, k, v, slots, places, bias) or 8 with the optional ones, found 7",
		);
	});

	test("an operand of another type", () => {
		const { ops, x } = inputs();
		const table = ops.input("table", [9, 4]);
		expect(() => ops.embed(table, x)).toThrow(
			"embed.1: expected operand ids to be int32, found x, which is float32.",
		);
	});

	test("attributes that are missing, wrong or unknown", () => {
		const { ops, x, weight } = inputs();
		// @ts-expect-error A norm has an epsilon.
		expect(() => ops.emit("rmsNorm", [x, weight], {})).toThrow(
			"rmsNorm.1: expected attribute epsilon to be a positive number, found none.",
		);
		expect(() => ops.emit("rmsNorm", [x, weight], { epsilon: 0 })).toThrow(
			"a positive number, found 0",
		);
		const more = { scale: 1, shift: 0, alpha: 2 };
		expect(() => ops.emit("affine", [x], more)).toThrow(
			"affine.1: expected no attribute alpha, found 2.",
		);
	});

	test("shapes that disagree, naming what would fit", () => {
		const { ops, x, ids } = inputs();
		const wide = ops.input("wide", ["N", 8]);
		expect(() => ops.emit("activateGrad", [wide, x], { kind: "silu" })).toThrow(
			"activateGrad.1: expected wide [N, 4], found wide [N, 8].",
		);
		const head = ops.input("head", [9, 5]);
		expect(() =>
			ops.emit("tokenLogProbs", [x, head, ids], { chunks: 1 }),
		).toThrow("tokenLogProbs.1: expected head [9, 4], found head [9, 5].");
		expect(() => ops.split(x, 1, [1, 2])).toThrow(
			"split.1: expected size 3 along axis 1, found x [N, 4].",
		);
	});
});

describe("names of values", () => {
	test("count within a scope and say which result", () => {
		const { ops, x, weight } = inputs();
		const a = ops.exp(x);
		const [y, inverse] = ops.within("layers.0", () => {
			ops.exp(x);
			return ops.emit("rmsNorm", [ops.exp(x), weight], { epsilon: 1e-5 });
		});
		const parts = ops.split(ops.exp(x), 1, [1, 3]);
		const names = [a, y, inverse, ...parts].map(({ name }) => name);
		expect(names).toEqual([
			"exp.1",
			"layers.0/rmsNorm.1.y",
			"layers.0/rmsNorm.1.inverse",
			"split.1.0",
			"split.1.1",
		]);
		expect(ops.exp(x).name).toBe("exp.3");
	});

	test("are unique, whoever was first", () => {
		const { ops, x } = inputs();
		ops.exp(x);
		expect(() => ops.input("exp.1", [1])).toThrow("exp.1 twice");
		ops.input("log.1", [1]);
		expect(() => ops.log(x)).toThrow("log.1 twice");
	});
});
