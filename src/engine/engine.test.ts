import { describe, expect, test } from "vitest";
import { engineChecks } from "./contract/engine-checks.ts";
import type { Engine } from "./engine.ts";
import { interpreterEngine, onnxEngine } from "./graph-engine.ts";

const engines: readonly Engine[] = [
	onnxEngine({ device: "cpu", threads: 1 }),
	interpreterEngine(),
];

for (const engine of engines)
	describe(engine.name, () => {
		for (const { name, run } of engineChecks(engine, { tolerance: 2e-5 }))
			test(name, run);
	});

test("an engine that breaks a promise is found", async () => {
	const [honest] = engines as [Engine];
	const wrong: Engine = {
		...honest,
		name: "forgets half of the gradient",
		async gradients(options) {
			const opened = await honest.gradients(options);
			const run: typeof opened.run = async (...given) => {
				const result = await opened.run(...given);
				for (const sums of opened.gradients) sums.fill(0, sums.length >> 1);
				return result;
			};
			return {
				...opened,
				trainables: opened.trainables,
				gradients: opened.gradients,
				clear: () => opened.clear(),
				run,
				hold: opened.hold.bind(opened),
				dispose: () => opened.dispose(),
			};
		},
	};
	const failures: string[] = [];
	for (const { name, run } of engineChecks(wrong, { tolerance: 2e-5 }))
		if (/^llama: .*gradient/.test(name))
			await run().catch(() => failures.push(name));
	expect(failures).toEqual([
		"llama: loss and named gradients of SFT are PyTorch's",
		"llama: every named gradient is the slope of the loss",
	]);
});
