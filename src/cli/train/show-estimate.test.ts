import { expect, test } from "vitest";
import type { MemoryEstimate } from "../../engine/torch/estimate/memory.ts";
import { createTerminal } from "../terminal/terminal.ts";
import { showEstimate } from "./show-estimate.ts";

const estimate: MemoryEstimate = {
	...{ weights: 16e9, base: 0, training: 0.7e9, gathered: 0, runtime: 1e9 },
	...{ activations: 1.9e9, transient: 2e9, total: 21.6e9 },
};

function shown(given: Parameters<typeof showEstimate>[0]): string {
	const written: string[] = [];
	const output = { write: (text: string) => written.push(text), columns: 60 };
	showEstimate(given, createTerminal(output, { NO_COLOR: "1" }));
	return written.join("").replaceAll(/\n */g, " ").trim();
}

test("one process: the total with its parts, and where the formulas are", () => {
	const one = { processes: 1, whole: estimate, divided: null } as const;
	expect(shown({ ...one, device: "cpu" })).toBe(
		"Estimated memory of the process on the CPU: 22 GB (weights 16 GB, what is trained with gradients and moments 700 MB, activations 1.9 GB, logits and gradients in passing 2.0 GB, libraries 1.0 GB). The formulas are in docs/scale.md.",
	);
});

test("several GPUs: what shard decides", () => {
	const divided = { ...estimate, weights: 2e9, total: 7.6e9 };
	const several = { device: "cuda", processes: 8 } as const;
	expect(shown({ ...several, whole: estimate, divided })).toMatch(
		/^Estimated memory of each of 8 GPUs: 22 GB \(.*\) with the whole model in each; or 7\.6 GB \(.*\) with the model divided among them\. engine\.shard auto divides the model if the first does not fit into a GPU\./,
	);
	expect(shown({ ...several, whole: null, divided })).not.toMatch(
		/whole|shard/,
	);
});

test("a model whose shape is not known", () => {
	expect(shown("unknown")).toMatch(
		/^There is no estimate of the memory: config\.json/,
	);
});
