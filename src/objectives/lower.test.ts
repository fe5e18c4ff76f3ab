import { expect, test } from "vitest";
import {
	type GraphJson,
	portableOperations,
	readGraph,
} from "../graph/graph-json.ts";
import { interpret } from "../graph/interpret/interpret.ts";
import { printGraph } from "../graph/print.ts";
import { sft } from "./imitation/sft.ts";
import { lossGraph, lowerObjective } from "./lower.ts";
import type { Objective } from "./objective.ts";
import { randomAnswers } from "./testing/answer.ts";
import { laboratory } from "./testing/evaluation.ts";
import { everyObjective } from "./testing/option-sets.ts";

const throughText = (objective: Objective): GraphJson =>
	JSON.parse(JSON.stringify(lowerObjective(objective)));

test.each(everyObjective)(
	"$title reads back as the same graph",
	({ objective }) => {
		const read = readGraph(throughText(objective));
		expect(printGraph(read)).toBe(printGraph(lossGraph(objective)));
	},
);

test.each(everyObjective)(
	"$title read back gives the numbers of the loss",
	({ objective }) => {
		const answers = randomAnswers(objective.needs, 3, "lower");
		const statistic = objective.prepass?.summarise(answers) ?? 0;
		const lab = laboratory(objective, 0.7);
		const outputs = interpret(
			readGraph(throughText(objective)),
			lab.feeds(answers, { statistic }),
		);
		const { sum, weight, metrics } = lab.evaluate(answers, { statistic });
		const { sum: foundSum, weight: foundWeight, ...foundMetrics } = outputs;
		expect(foundSum?.data).toEqual(Float64Array.of(sum));
		expect(foundWeight?.data).toEqual(Float64Array.of(weight));
		expect(foundMetrics).toEqual(
			Object.fromEntries(
				Object.entries(metrics).map(([name, value]) => [
					`metric.${name}`,
					value,
				]),
			),
		);
	},
);

test("graphs are small and use every portable operation", () => {
	const graphs = everyObjective.map(({ objective }) =>
		lowerObjective(objective),
	);
	const used = graphs.flatMap(({ nodes }) => nodes.map(({ op }) => op));
	expect(new Set(used)).toEqual(new Set(portableOperations));
	const largest = (of: (graph: GraphJson) => number) =>
		Math.max(...graphs.map(of));
	expect({
		sets: graphs.length,
		operations: new Set(used).size,
		nodes: largest(({ nodes }) => nodes.length),
		bytes: largest((graph) => JSON.stringify(graph).length),
	}).toMatchInlineSnapshot(`
		{
		  "bytes": 7597,
		  "nodes": 81,
		  "operations": 17,
		  "sets": 57,
		}
	`);
});

test("heads that only some objectives need are named inputs", () => {
	const inputs = everyObjective.map(({ title, objective }) => {
		const names = Object.keys(lowerObjective(objective).inputs);
		return [title.split(" ")[0], names] as const;
	});
	const readers = (input: string) => [
		...new Set(
			inputs.flatMap(([kind, names]) => (names.includes(input) ? [kind] : [])),
		),
	];
	expect(readers("kl")).toEqual(["asft"]);
	expect(readers("topEntropy.20")).toEqual(["eaft"]);
	expect(readers("reward")).toEqual(["reward-model"]);
	expect(readers("strength")).toEqual(["minor-sft", "asft"]);
});

test("an objective with an operation that other engines lack is refused by name", () => {
	const objective = sft();
	const odd: Objective = {
		...objective,
		name: "odd",
		loss(ops, policy, reference, batch) {
			const loss = objective.loss(ops, policy, reference, batch);
			return { ...loss, sum: ops.activate(loss.sum, "silu") };
		},
	};
	expect(() => lowerObjective(odd)).toThrow(
		/^objective odd: node activate\.1: expected one of add, .*, found activate\./,
	);
});
