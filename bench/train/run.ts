// Temper against TRL's SFTTrainer: `npm run bench:train -- --help`.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
	convertSmollm2,
	fetchSmollm2,
	smollm2Folder,
} from "../../peers/setup/fetch-smollm2.ts";
import {
	peerProgram,
	peersDir,
	runProgram,
	venvPython,
} from "../../peers/setup/python.ts";
import { setupPeers } from "../../peers/setup/setup.ts";
import { saveReport } from "../save-report.ts";
import {
	type Case,
	type Contender,
	caseName,
	cases,
	type RowSet,
	shapeCases,
} from "./cases.ts";
import { type Measurement, programFlags, readMeasurement } from "./contract.ts";
import { shapedModel, shapes, shareOfPeak } from "./shapes.ts";
import { markdown, type Result } from "./summary.ts";

const usage = `Usage: npm run bench:train -- [options]
  --gsm8k FILE      train.jsonl of gsm8k (needed the first time)
  --model FOLDER    starting weights (default: SmolLM2-135M-Instruct, fetched and converted)
  --rounds N        turns each contender takes (default 3)
  --tokens N        tokens measured in a turn, roughly (default 8000)
  --tries N         repeats of a turn that other processes disturb; the quietest counts (default 3)
  --case TEXT       only the cases whose name contains TEXT, such as "gsm8k, full, torch bf16"
  --shape NAME      a model of random weights instead: tiny, 1b or 7b, on rows of up to 2,048 tokens
  --device NAME     cpu (default) or cuda, with --shape
  --python PROGRAM  the Python of TRL and of the PyTorch engine (default: one that is set up for the comparison)
  --side SIDE       only trl, temper (ONNX Runtime) or temper-torch
  --checkpointing   recompute activations, on both sides, with --shape
  --precision TEXT  only contenders whose precision matches this regular expression
  --threads N       threads of every contender (default: all processors)
  --lock FILE       take this lock for each turn, where other timed runs share the machine
  --out FOLDER      where train.md and train.json go (default bench/train/results)`;

const { values: flags } = parseArgs({
	options: {
		gsm8k: { type: "string" },
		model: { type: "string" },
		rounds: { type: "string", default: "3" },
		tokens: { type: "string", default: "8000" },
		tries: { type: "string", default: "3" },
		case: { type: "string", default: "" },
		side: { type: "string" },
		shape: { type: "string" },
		device: { type: "string", default: "cpu" },
		python: { type: "string", default: venvPython },
		checkpointing: { type: "boolean", default: false },
		precision: { type: "string", default: "" },
		lock: { type: "string" },
		threads: { type: "string", default: `${os.availableParallelism()}` },
		out: { type: "string", default: here("results") },
		help: { type: "boolean", default: false },
	},
});

const warmup = 2;
const threads = Number(flags.threads);
const quietShare = 0.05;

function here(name: string): string {
	return fileURLToPath(new URL(name, import.meta.url));
}

/** Writes a set of token rows, once, and says where they are. */
function rowsFile(rows: RowSet, model: string): string {
	const file = path.join(peersDir, "rows", `${rows}.jsonl`);
	if (existsSync(file)) return file;
	if (rows === "gsm8k" && !flags.gsm8k)
		throw new Error("Name gsm8k's train.jsonl with --gsm8k FILE.");
	mkdirSync(path.dirname(file), { recursive: true });
	runProgram(flags.python, [
		peerProgram("make_rows.py"),
		...["--model", model, "--out", file],
		...(rows === "long" ? ["--longest", "2048"] : []),
		...(rows === "gsm8k" ? ["--gsm8k", flags.gsm8k!] : []),
	]);
	return file;
}

function meanTokens(file: string): number {
	const lines = readFileSync(file, "utf8").trimEnd().split("\n");
	const total = lines.reduce(
		(sum, line) => sum + (JSON.parse(line).input_ids as number[]).length,
		0,
	);
	return total / lines.length;
}

function command(side: Contender["side"]): string[] {
	const node = [process.execPath, "--import", "tsx", "--conditions=source"];
	switch (side) {
		case "trl":
			return [flags.python, peerProgram("trl_sft.py")];
		case "temper":
			return [...node, here("temper_sft.ts")];
		case "temper-torch":
			return [...node, here("temper_torch.ts")];
	}
}

function measure(one: Case, contender: Contender, model: string): Measurement {
	const rows = rowsFile(one.rows, model);
	const perStep =
		contender.batch *
		(contender.packing ? contender.maxLength : meanTokens(rows));
	const [program, ...args] = [
		...(flags.lock ? ["flock", flags.lock] : []),
		...command(contender.side),
		...programFlags({
			...{ model, rows, threads, warmup },
			device: flags.device === "cuda" ? "cuda" : "cpu",
			full: one.full,
			packing: contender.packing,
			precision: contender.precision,
			batch: contender.batch,
			maxLength: contender.maxLength,
			steps: Math.max(4, Math.round(Number(flags.tokens) / perStep)),
		}),
		...contender.extra,
		...(flags.checkpointing ? ["--checkpointing"] : []),
	];
	const { stdout, stderr, status } = spawnSync(program!, args, {
		env: { ...process.env, TEMPER_PYTHON: flags.python },
		encoding: "utf8",
		maxBuffer: 1 << 28,
	});
	if (status !== 0)
		throw new Error(`${contender.side} exited with ${status}:\n${stderr}`);
	return readMeasurement(stdout);
}

/** The quietest of a few tries, the first one that is quiet enough if any is. */
function measureQuietly(
	one: Case,
	contender: Contender,
	model: string,
): Measurement {
	let best = measure(one, contender, model);
	for (
		let tried = 1;
		tried < Number(flags.tries) && best.otherCpuShare > quietShare;
		tried++
	) {
		const next = measure(one, contender, model);
		if (next.otherCpuShare < best.otherCpuShare) best = next;
	}
	return best;
}

/** Contenders take turns: all of them once, then all of them again. */
function runCase(one: Case, model: string): Result[] {
	const results = one.contenders
		.filter(({ side }) => !flags.side || flags.side === side)
		.filter(({ precision }) => new RegExp(flags.precision).test(precision))
		.map((contender) => ({
			...{ name: caseName(one), rows: one.rows, full: one.full, contender },
			measurements: [] as Measurement[],
		}));
	for (let round = 1; round <= Number(flags.rounds); round++)
		for (const { contender, measurements } of results) {
			const measured = measureQuietly(one, contender, model);
			measurements.push(measured);
			console.log(
				`${caseName(one)}, round ${round}: ${contender.side} ${contender.precision}${contender.packing ? " packed" : ""} ` +
					`${measured.tokensPerSecond.toFixed(0)} tokens/s, ${measured.peakRssMb.toFixed(0)} MB, ${deviceWords(one, measured)}` +
					`${measured.cpuMsPerToken.toFixed(2)} ms of processor time a token, ` +
					`others used ${(100 * measured.otherCpuShare).toFixed(0)}% of the processors`,
			);
		}
	return results;
}

/** On a model of a known shape: memory of the GPU, and operations per second. */
function deviceWords({ full }: Case, measured: Measurement): string {
	const random = shapes[flags.shape ?? ""];
	if (!random) return "";
	const { teraflops, share } = shareOfPeak(random.shape, full, measured);
	const memory =
		measured.deviceMb === undefined
			? ""
			: `${measured.deviceMb.toFixed(0)} MB of the GPU, `;
	const peak =
		share === null ? "" : ` (${(100 * share).toFixed(0)}% of the peak)`;
	return `${memory}${teraflops.toPrecision(3)} TFLOP/s${peak}, `;
}

function save(results: readonly Result[]): void {
	saveReport({
		...{ out: flags.out, name: "train", threads, results },
		versions: { node: process.version },
		tables: markdown(results),
	});
}

async function main(): Promise<void> {
	if (flags.help) {
		console.log(usage);
		return;
	}
	if (flags.python === venvPython) setupPeers();
	if (!flags.model) {
		fetchSmollm2();
		await convertSmollm2();
	}
	const { python, device, shape } = flags;
	const tokenizer = flags.model ?? smollm2Folder;
	const model = shape
		? shapedModel(shape, { python, tokenizer, device })
		: tokenizer;
	const all = shape ? shapeCases : cases;
	const results: Result[] = [];
	for (const one of all.filter((c) => caseName(c).includes(flags.case))) {
		results.push(...runCase(one, model));
		save(results);
	}
	console.log(`\n${markdown(results)}`);
}

await main();
