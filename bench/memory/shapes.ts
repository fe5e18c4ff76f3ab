// Peak memory of LoRA steps by model size and precision: npm run bench:memory -- [--shapes 135M,1.5B] [--precisions int8] [--tokens 512]
// [--limit GB] [--recompute no,yes] [--steps N] [--folder DIR]. Models have random weights, which are made once. What the estimate puts above the limit is not run.
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Precision } from "../../src/nn/parameters.ts";
import { estimateBytes, type Setup } from "./estimate.ts";
import { randomModel, shapes } from "./random-model.ts";

const { values: flags } = parseArgs({
	options: {
		shapes: { type: "string", default: "135M,360M,0.5B,1.5B,3B" },
		precisions: { type: "string", default: "float32,mixed,int8" },
		recompute: { type: "string", default: "no,yes" },
		tokens: { type: "string", default: "512" },
		steps: { type: "string", default: "2" },
		limit: { type: "string", default: "4" },
		folder: { type: "string", default: join(tmpdir(), "temper-shapes") },
	},
});

interface Measured {
	/** MB: resident when the session is open, the most until then, and the most of all. */
	readonly opened: number;
	readonly openedPeak: number;
	readonly peak: number;
}

/** Runs the steps in a process of their own. */
function measure(
	folder: string,
	{ precision, tokens, recompute }: Setup,
): Measured {
	const program = fileURLToPath(new URL("measure-step.ts", import.meta.url));
	const args = [folder, precision, `${tokens}`, recompute ? "yes" : "no"];
	const run = ["--import", "tsx", "--conditions=source", program];
	const output = execFileSync(
		process.execPath,
		[...run, ...args, flags.steps],
		{ encoding: "utf8" },
	);
	return JSON.parse(output.trim().split("\n").at(-1) ?? "") as Measured;
}

console.log(
	"| shape | precision | recompute | peak, MB | after opening, MB | estimate, MB |",
);
console.log("| --- | --- | --- | --- | --- | --- |");
const tokens = Number(flags.tokens);
for (const name of flags.shapes.split(","))
	for (const precision of flags.precisions.split(",") as Precision[])
		for (const recompute of flags.recompute.split(",")) {
			const config = shapes[name];
			if (!config)
				throw new Error(`--shapes: one of ${Object.keys(shapes).join(", ")}`);
			const setup = { precision, tokens, recompute: recompute === "yes" };
			const estimate = estimateBytes(config, setup);
			const fits = estimate <= Number(flags.limit) * 1e9;
			const found = fits
				? measure(await randomModel(name, flags.folder), setup)
				: null;
			const cells = [
				...[name, precision, recompute],
				found ? Math.round(found.peak) : "not run",
				found ? Math.round(found.opened) : "",
				Math.round(estimate / 2 ** 20),
			];
			console.log(`| ${cells.join(" | ")} |`);
		}
