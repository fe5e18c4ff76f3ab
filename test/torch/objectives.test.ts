import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { pythonVariables } from "../../src/engine/torch/environment.ts";
import { portableOperations } from "../../src/graph/graph-json.ts";
import { interpret } from "../../src/graph/interpret/interpret.ts";
import { tensor } from "../../src/graph/interpret/tensor.ts";
import { type Case, objectiveCases, operationCases } from "./loss-cases.ts";
import {
	countTies,
	evaluateInTorch,
	type LossCase,
	type LossResult,
} from "./loss-graphs.ts";

/** Relative to 1 + the size of the number. */
const tolerance = 1e-14;
const python = inject("python");

const allCases = [
	...operationCases,
	...objectiveCases.flatMap(({ cases }) => cases),
];
const inFloat64 = ({ made, feeds }: Case): LossCase => ({
	...{ dtype: "float64", graph: made.json, feeds },
});

const given = new Map(allCases.map((one) => [one, inFloat64(one)]));

/** The numbers of a result, by `output.NAME` or `gradient.NAME`. */
function numbersOf({ outputs, gradients }: LossResult) {
	const named = (kind: string, numbers: typeof outputs) =>
		Object.entries(numbers).map(
			([name, values]) => [`${kind}.${name}`, values] as const,
		);
	return new Map<string, readonly number[]>([
		...named("output", outputs),
		...named("gradient", gradients),
	]);
}

/** What the interpreter makes of a case, by the same names. */
function wantedOf({ made, feeds }: Case): ReadonlyMap<string, Float64Array> {
	const outputs = interpret(made.withGradients, feeds);
	return new Map(
		Object.entries(outputs).map(([name, { data }]) => [
			name.startsWith("grad.")
				? `gradient.${name.slice("grad.".length)}`
				: `output.${name}`,
			data,
		]),
	);
}

const [some] = operationCases as readonly [Case, ...Case[]];
const asked = (changes: Partial<LossCase>): LossCase => ({
	...inFloat64(some),
	...changes,
});
const refusal = (error: RegExp) => ({ error: expect.stringMatching(error) });

/** What an engine in another language may get wrong, and what must come of it. */
const odd = [
	...(["float32", "bfloat16"] as const).map((dtype) => ({
		title: `numbers stay ${dtype}`,
		given: asked({ dtype }),
		wanted: { dtypes: [`torch.${dtype}`] },
	})),
	{
		title: "another version is refused",
		given: asked({ graph: { ...some.made.json, version: 2 as 1 } }),
		wanted: refusal(/expected version 1, found 2/),
	},
	{
		title: "sizes that do not agree are refused",
		given: asked({ feeds: { ...some.feeds, y: tensor([3]) } }),
		wanted: refusal(/expected S to be 10, found 3 in y/),
	},
	{
		title: "an operation that is not known is refused",
		given: asked({
			graph: {
				...some.made.json,
				nodes: [{ op: "tanh", inputs: ["x"], outputs: ["z"], attributes: {} }],
			},
		}),
		wanted: refusal(/KeyError: 'tanh'/),
	},
	{
		title: "an input that is missing is refused",
		given: asked({ feeds: {} }),
		wanted: refusal(/KeyError: 'x'/),
	},
];

describe.skipIf(python === null)("loss graphs in torch", () => {
	const results = new Map<LossCase, LossResult | { readonly error: string }>();
	const found = (one: LossCase) => results.get(one) as LossResult;
	let compared = 0;
	let largest = 0;

	beforeAll(() => {
		const cases = [...given.values(), ...odd.map(({ given }) => given)];
		evaluateInTorch(python as string, cases).forEach((result, i) => {
			results.set(cases[i] as LossCase, result);
		});
	});

	afterAll(() => {
		const digits = largest.toExponential(1);
		console.log(
			`Loss graphs in torch: ${compared} numbers of ${allCases.length} cases compared with the interpreter, largest relative difference ${digits}.`,
		);
	});

	/** Compares every output and the gradient by every input with the interpreter's. */
	function compare(one: Case): void {
		const result = found(given.get(one) as LossCase);
		expect(result, one.title).not.toHaveProperty("error");
		expect(result.dtypes).toEqual(["torch.float64"]);
		const numbers = numbersOf(result);
		const wanted = wantedOf(one);
		expect([...numbers.keys()].sort()).toEqual([...wanted.keys()].sort());
		for (const [name, values] of wanted) {
			const others = numbers.get(name) as readonly number[];
			expect(others).toHaveLength(values.length);
			values.forEach((value, i) => {
				const gap = Math.abs((others[i] as number) - value);
				const relative = gap / (1 + Math.abs(value));
				expect(
					relative,
					`${one.title}, ${name} at ${i}: ${others[i]}, not ${value}`,
				).toBeLessThanOrEqual(tolerance);
				compared++;
				largest = Math.max(largest, relative);
			});
		}
	}

	test.each(operationCases)("$title has its own gradients", compare);

	test.each(objectiveCases)("$title equals the interpreter", ({ cases }) => {
		for (const one of cases) compare(one);
	});

	/** Objectives whose gradient passes a clamp or a maximum, which a batch must put on its limit. */
	const limited = ["psft", "hinge", "minor-dpo", "orpo", "grpo", "rft"];

	test.each(
		objectiveCases.filter(({ objective: { name } }) => limited.includes(name)),
	)("$title is compared on its limits", ({ cases }) => {
		const tied = cases.at(-1) as Case;
		expect(countTies(tied.made.graph, tied.feeds)).toBeGreaterThan(0);
	});

	test("Python interprets the operations that may travel, and no others", () => {
		const names = spawnSync(
			python as string,
			[
				"-c",
				"from temper_torch.objective import OPERATIONS; print(*OPERATIONS)",
			],
			{ env: pythonVariables(), encoding: "utf8" },
		).stdout;
		expect(names.trim().split(" ")).toEqual([...portableOperations]);
	});

	test.each(odd)("$title", ({ given, wanted }) => {
		expect(found(given)).toMatchObject(wanted);
	});
});
