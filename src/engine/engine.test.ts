import { describe, expect, test } from "vitest";
import { engineChecks, graphEngineChecks } from "./contract/engine-checks.ts";
import {
	engineFrom,
	type GraphEngine,
	interpreterEngine,
	onnxEngine,
} from "./onnx/graph-engine.ts";

const engines: readonly GraphEngine[] = [
	onnxEngine({ device: "cpu", threads: 1 }),
	interpreterEngine(),
];

/** Two sessions beside each other, by its two threads. */
const parallel = onnxEngine({ device: "cpu", threads: 2 });

const checksOf = (engine: GraphEngine) => [
	...engineChecks(engine, { tolerance: 2e-5 }),
	...graphEngineChecks(engine, { tolerance: 2e-5 }),
];

for (const engine of engines)
	describe(engine.name, () => {
		for (const { name, run } of checksOf(engine)) test(name, run);
	});

describe("two sessions", () => {
	for (const { name, run } of engineChecks(parallel, { tolerance: 2e-5 }))
		test(name, run);
});

test("an engine that breaks a promise is found", async () => {
	const [honest] = engines as [GraphEngine];
	const wrong = engineFrom("forgets half of the gradient", {
		...honest,
		async gradients(options) {
			const opened = await honest.gradients(options);
			const run: typeof opened.run = async (...given) => {
				const result = await opened.run(...given);
				for (const sums of opened.gradients) sums.fill(0, sums.length >> 1);
				return result;
			};
			return {
				trainables: opened.trainables,
				get gradients() {
					return opened.gradients;
				},
				width: opened.width,
				sumIn: (arrays) => opened.sumIn(arrays),
				clear: () => opened.clear(),
				run,
				hold: opened.hold.bind(opened),
				dispose: () => opened.dispose(),
			};
		},
	});
	const failures: string[] = [];
	for (const { name, run } of checksOf(wrong))
		if (/^llama: .*(gradient|AdamW)/.test(name))
			await run().catch(() => failures.push(name));
	expect(failures).toEqual([
		"llama: ten steps of AdamW follow PyTorch's",
		"llama: every named gradient is the slope of the loss",
		"llama: loss and named gradients of SFT are PyTorch's",
	]);
});
