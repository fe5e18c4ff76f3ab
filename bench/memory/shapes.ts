// Peak memory of LoRA steps by model size and precision: `npm run bench:memory -- --help`.
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Precision } from "../../src/nn/parameters.ts";
import { estimateBytes, type Setup } from "./estimate.ts";
import { randomModel, shapes } from "./random-model.ts";

const precisions = [
	"float32",
	"mixed",
	"int8",
	"int4",
] as const satisfies Precision[];

const usage = `Usage: npm run bench:memory -- [options]
  --shapes LIST         models, with random weights that are made once (default 135M,360M,0.5B,1.5B,3B)
  --precisions LIST     float32, mixed, int8, int4 (default all four)
  --recompute LIST      whether layers are computed again in the backward pass: no, yes or both (default no,yes)
  --tokens N            tokens of a step, in two rows of which half is supervised (default 512)
  --steps N             steps that are measured (default 2)
  --limit GB            what the estimate puts above this is not run (default 4)
  --blocks              models that have blocks of 4 bits, as of a GGUF file in Q4_1: int4 reads those
  --folder FOLDER       where the models are kept (default ${join(tmpdir(), "temper-shapes")})`;

/** Ends the process with the page of options: 0 if it was asked for, 2 with what is wrong. */
function explain(wrong?: string): never {
	if (wrong === undefined) console.log(usage);
	else console.error(`${wrong}\n\n${usage}`);
	process.exit(wrong === undefined ? 0 : 2);
}

function readFlags() {
	try {
		return parseArgs({
			options: {
				shapes: {
					type: "string",
					default: Object.keys(shapes).slice(1).join(),
				},
				precisions: { type: "string", default: precisions.join() },
				recompute: { type: "string", default: "no,yes" },
				tokens: { type: "string", default: "512" },
				steps: { type: "string", default: "2" },
				limit: { type: "string", default: "4" },
				folder: { type: "string", default: join(tmpdir(), "temper-shapes") },
				blocks: { type: "boolean", default: false },
				help: { type: "boolean", default: false },
			},
		}).values;
	} catch (error) {
		return explain((error as Error).message);
	}
}

const flags = readFlags();
if (flags.help) explain();

/** The items of a list, all of them known. */
function listed<T extends string>(
	flag: "shapes" | "precisions" | "recompute",
	known: readonly T[],
): T[] {
	return flags[flag].split(",").map((item) => {
		const found = known.find((one) => one === item);
		return (
			found ?? explain(`--${flag}: one of ${known.join(", ")}, found ${item}`)
		);
	});
}

/** A number above 0, of which `step` is a divisor. */
function amount(flag: "tokens" | "steps" | "limit", step: number | null) {
	const value = Number(flags[flag]);
	const fits = value > 0 && (step === null || value % step === 0);
	if (fits) return value;
	const kind =
		step === null ? "number" : step === 1 ? "whole number" : "multiple of four";
	return explain(`--${flag}: a ${kind} above 0, found ${flags[flag]}`);
}

const [names, wanted, again] = [
	listed("shapes", Object.keys(shapes)),
	listed("precisions", precisions),
	listed("recompute", ["no", "yes"]),
];
const [tokens, steps] = [amount("tokens", 4), amount("steps", 1)];
const limit = amount("limit", null);

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
	const output = execFileSync(process.execPath, [...run, ...args, `${steps}`], {
		encoding: "utf8",
	});
	return JSON.parse(output.trim().split("\n").at(-1) ?? "") as Measured;
}

console.log(
	"| shape | precision | recompute | peak, MB | after opening, MB | estimate, MB |",
);
console.log("| --- | --- | --- | --- | --- | --- |");
for (const name of names)
	for (const precision of wanted)
		for (const recompute of again) {
			const inBlocks = flags.blocks && precision === "int4";
			const setup = {
				...{ precision, tokens, recompute: recompute === "yes", inBlocks },
			};
			const estimate = estimateBytes(shapes[name] ?? {}, setup);
			const found =
				estimate <= limit * 1e9
					? measure(await randomModel(name, flags.folder, inBlocks), setup)
					: null;
			const cells = [
				...[name, precision, recompute],
				found ? Math.round(found.peak) : "not run",
				found ? Math.round(found.opened) : "",
				Math.round(estimate / 2 ** 20),
			];
			console.log(`| ${cells.join(" | ")} |`);
		}
