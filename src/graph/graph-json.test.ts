import { expect, test } from "vitest";
import { type GraphJson, graphToJson, readGraph } from "./graph-json.ts";
import { Ops } from "./ops.ts";
import { printGraph } from "./print.ts";

function halves(): GraphJson {
	const ops = new Ops();
	const x = ops.input("x", ["N", 2]);
	const scale = ops.constant("scale", Float32Array.of(0.1, 2), [1, 2]);
	const [left, right] = ops.split(ops.mul(x, scale), 1, [1, 1]);
	ops.output("y", ops.sub(left, ops.clamp(right, null, 3)));
	return graphToJson(ops.graph());
}

test("a graph is written with names, shapes and every digit", () => {
	expect(halves()).toEqual({
		version: 1,
		inputs: { x: ["N", 2] },
		constants: { scale: { shape: [1, 2], data: [Math.fround(0.1), 2] } },
		nodes: [
			{
				op: "mul",
				inputs: ["x", "scale"],
				outputs: ["mul.1"],
				attributes: {},
			},
			{
				op: "split",
				inputs: ["mul.1"],
				outputs: ["split.1.0", "split.1.1"],
				attributes: { axis: 1, sizes: [1, 1] },
			},
			{
				op: "clamp",
				inputs: ["split.1.1"],
				outputs: ["clamp.1"],
				attributes: { min: null, max: 3 },
			},
			{
				op: "sub",
				inputs: ["split.1.0", "clamp.1"],
				outputs: ["sub.1"],
				attributes: {},
			},
		],
		outputs: { y: "sub.1" },
	});
});

test("it reads back as the same graph", () => {
	const json = halves();
	const read = readGraph(JSON.parse(JSON.stringify(json)));
	expect(graphToJson(read)).toEqual(json);
	expect(printGraph(read)).toContain("mul.1: float32 [N, 2] = mul(x, scale)");
});

const [mul, ...others] = halves().nodes as readonly [
	GraphJson["nodes"][number],
	...GraphJson["nodes"],
];

test.each<[string, Partial<Record<keyof GraphJson, unknown>>, RegExp]>([
	["another version", { version: 2 }, /expected version 1, found version 2/],
	[
		"an operation of models alone",
		{ nodes: [{ ...mul, op: "embed" }, ...others] },
		/node mul\.1: expected one of add, .*, found embed/,
	],
	[
		"a value that nothing defines",
		{ nodes: [{ ...mul, inputs: ["x", "w"] }, ...others] },
		/node mul\.1: expected values that are defined, found w/,
	],
	[
		"an operand too few",
		{ nodes: [{ ...mul, inputs: ["x"] }, ...others] },
		/node mul\.1: expected 2 operands \(a, b\), found 1/,
	],
	[
		"a result too many",
		{ nodes: [{ ...mul, outputs: ["mul.1", "mul.2"] }, ...others] },
		/node mul\.1: expected 1 results, found 2/,
	],
	[
		"an attribute that the operation lacks",
		{ nodes: [{ ...mul, attributes: { axis: 0 } }, ...others] },
		/node mul\.1: expected no attribute axis, found 0/,
	],
	[
		"a constant of another size",
		{ constants: { scale: { shape: [1, 2], data: [1] } } },
		/leaf scale/,
	],
	[
		"an output that nothing defines",
		{ outputs: { y: "z" } },
		/output y: expected values that are defined, found z/,
	],
])("%s is refused", (_, parts, message) => {
	const json = { ...halves(), ...parts } as GraphJson;
	expect(() => readGraph(json)).toThrow(message);
});

test.each<[string, (ops: Ops) => void, RegExp]>([
	[
		"frozen weights",
		(ops) => {
			const stored = { dtype: "F32", file: "/m", offset: 0 } as const;
			ops.output(
				"y",
				ops.frozen({ ...stored, name: "w", shape: [1], length: 4 }),
			);
		},
		/leaf w: expected an input or a constant, found a frozen weight/,
	],
	[
		"integers",
		(ops) => ops.output("y", ops.input("ids", ["N"], "int32")),
		/leaf ids: expected float32, found int32/,
	],
	[
		"constants without a number in JSON",
		(ops) => ops.output("y", ops.constant("c", Float32Array.of(-Infinity))),
		/constant c: expected finite numbers, found -Infinity/,
	],
	[
		"operations of models alone",
		(ops) => ops.output("y", ops.activate(ops.input("x", ["N"]), "gelu")),
		/node activate\.1: expected one of add, .*, found activate/,
	],
])("%s are refused", (_, build, message) => {
	const ops = new Ops();
	build(ops);
	expect(() => graphToJson(ops.graph())).toThrow(message);
});
