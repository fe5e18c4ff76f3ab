import type { MemoryEstimate } from "../../engine/torch/estimate/memory.ts";
import type { RunEstimate } from "../../train/dry-run/estimate-run.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { showBytes } from "../terminal/units.ts";
import { wrap } from "../terminal/wrap.ts";

/** Prints what each process of a training on PyTorch is expected to need. */
export function showEstimate(
	estimate: RunEstimate | "unknown",
	terminal: Terminal,
): void {
	const words =
		estimate === "unknown"
			? "There is no estimate of the memory: config.json describes a model with experts, or lacks sizes that the formulas need."
			: estimateWords(estimate);
	for (const line of wrap(`${words} ${source}`, terminal.columns, 2))
		terminal.line(line);
}

const source = "The formulas are in docs/scale.md.";

function estimateWords({
	device,
	processes,
	whole,
	divided,
}: RunEstimate): string {
	const one = device === "cuda" ? "GPU" : "process on the CPU";
	const many = device === "cuda" ? "GPUs" : "processes on the CPU";
	const where = processes === 1 ? `the ${one}` : `each of ${processes} ${many}`;
	const wholeWords =
		whole &&
		`${amount(whole)}${processes === 1 ? "" : " with the whole model in each"}`;
	const dividedWords =
		divided && `${amount(divided)} with the model divided among them`;
	const both = [wholeWords, dividedWords].filter((text) => text !== null);
	const choice =
		both.length === 2
			? " engine.shard auto divides the model if the first does not fit into a GPU."
			: "";
	return `Estimated memory of ${where}: ${both.join("; or ")}.${choice}`;
}

const parts: readonly (readonly [
	Exclude<keyof MemoryEstimate, "total">,
	string,
])[] = [
	["weights", "weights"],
	["base", "frozen base"],
	["training", "what is trained with gradients and moments"],
	["gathered", "gathered or cast matrices"],
	["activations", "activations"],
	["transient", "logits and gradients in passing"],
	["runtime", "libraries"],
];

/** `22 GB (weights 16 GB, ...)`. */
function amount(estimate: MemoryEstimate): string {
	const shown = parts
		.filter(([part]) => estimate[part] > 0)
		.map(([part, name]) => `${name} ${showBytes(estimate[part])}`);
	return `${showBytes(estimate.total)} (${shown.join(", ")})`;
}
