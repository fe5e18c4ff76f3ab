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
import { disturbanceWords, quietTurn } from "../quiet-turn.ts";
import { saveReport } from "../save-report.ts";
import {
	type Case,
	type Contender,
	caseName,
	cases,
	contenderName,
	isCompiled,
	type RowSet,
	shapeCases,
} from "./cases.ts";
import {
	type Measurement,
	peakMbOf,
	programFlags,
	readMeasurement,
} from "./contract.ts";
import { failureIn } from "./failure.ts";
import { shapedModel, shapes, shareOfPeak } from "./shapes.ts";
import { goingOn, markdown, type OpenResult, type Result } from "./summary.ts";

const usage = `Usage: npm run bench:train -- [options]
  --gsm8k FILE      train.jsonl of gsm8k (without it, cases of gsm8k are left out; needed only once)
  --model FOLDER    starting weights (default: SmolLM2-135M-Instruct, fetched and converted)
  --rounds N        turns each contender takes (default 3)
  --keep N          how many of TRL's contenders continue after the first round, the fastest ones (default 2)
  --tokens N        tokens measured in a turn, roughly (default 8000)
  --tries N         turns at most, while other processes use more than 8% of the processors
                    or two processors share no cache; the quietest counts
                    (default 3)
  --limit MINUTES   a turn that takes longer fails (default 10); torch.compile needs minutes on few cores
  --case TEXT       the case of that name, or else all whose names contain TEXT, such as "gsm8k, full, torch bf16"
  --only REGEX      only contenders whose name matches, such as "TRL bf16|Temper"
  --skip REGEX      no contenders whose name matches, such as compiled
  --list            print the cases and their contenders, and end
  --shape NAME      a model of random weights instead: tiny, 1b or 7b, on rows of up to 2,048 tokens
  --device NAME     cpu (default) or cuda, with --shape
  --python PROGRAM  the Python of TRL and of the PyTorch engine (default: one that is set up for the comparison)
  --checkpointing   recompute activations, on both sides, with --shape
  --threads N       threads of every contender (default: all processors)
  --lock FILE       take this lock for each turn, where other timed runs share the machine
  --out FOLDER      where train.md and train.json go (default bench/train/results)

A comparison of full tuning in under 10 minutes on 2 cores:
  npm run bench:train -- --case "gsm8k, full" --skip compiled --tokens 1500`;

const { values: flags } = parseArgs({
	options: {
		gsm8k: { type: "string" },
		model: { type: "string" },
		rounds: { type: "string", default: "3" },
		keep: { type: "string", default: "2" },
		tokens: { type: "string", default: "8000" },
		tries: { type: "string", default: "3" },
		limit: { type: "string", default: "10" },
		case: { type: "string", default: "" },
		only: { type: "string", default: "" },
		skip: { type: "string" },
		list: { type: "boolean", default: false },
		shape: { type: "string" },
		device: { type: "string", default: "cpu" },
		python: { type: "string", default: venvPython },
		checkpointing: { type: "boolean", default: false },
		lock: { type: "string" },
		threads: { type: "string", default: `${os.availableParallelism()}` },
		out: { type: "string", default: here("results") },
		help: { type: "boolean", default: false },
	},
});

/** A compiled model compiles again when it meets a second length. */
const warmupBatches = { plain: 2, compiled: 4 } as const;
const threads = Number(flags.threads);
const quietShare = 0.08;

function here(name: string): string {
	return fileURLToPath(new URL(name, import.meta.url));
}

const rowsPath = (rows: RowSet) => path.join(peersDir, "rows", `${rows}.jsonl`);

/** Whether a set of rows is there or can be made. */
function hasRows(rows: RowSet): boolean {
	return (
		rows !== "gsm8k" || flags.gsm8k !== undefined || existsSync(rowsPath(rows))
	);
}

/** The case that is named exactly, or all that contain the text. */
function chosenCases(): readonly Case[] {
	const all = flags.shape ? shapeCases : cases;
	const exact = all.filter((one) => caseName(one) === flags.case);
	if (exact.length > 0) return exact;
	const found = all.filter((one) => caseName(one).includes(flags.case));
	if (found.length > 0) return found;
	throw new Error(`--case is one of: ${all.map(caseName).join("; ")}`);
}

/** Writes a set of token rows, once, and says where they are. */
function rowsFile(rows: RowSet, model: string): string {
	const file = rowsPath(rows);
	if (existsSync(file)) return file;
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
		contender.accumulate *
		(contender.packing ? contender.maxLength : meanTokens(rows));
	const [program, ...args] = [
		...(flags.lock ? ["flock", flags.lock] : []),
		...command(contender.side),
		...programFlags({
			...{ model, rows, threads },
			warmup: Math.ceil(
				warmupBatches[isCompiled(contender) ? "compiled" : "plain"] /
					contender.accumulate,
			),
			device: flags.device === "cuda" ? "cuda" : "cpu",
			full: one.full,
			packing: contender.packing,
			precision: contender.precision,
			batch: contender.batch,
			accumulate: contender.accumulate,
			maxLength: contender.maxLength,
			steps: Math.max(3, Math.round(Number(flags.tokens) / perStep)),
		}),
		...contender.extra,
		...(flags.checkpointing ? ["--checkpointing"] : []),
	];
	const ended = spawnSync(program!, args, {
		timeout: 60_000 * Number(flags.limit),
		killSignal: "SIGKILL",
		env: { ...process.env, TEMPER_PYTHON: flags.python },
		encoding: "utf8",
		maxBuffer: 1 << 28,
	});
	if (ended.status !== 0) throw new Error(failureIn(ended));
	return readMeasurement(ended.stdout);
}

function isChosen(contender: Contender): boolean {
	const name = contenderName(contender);
	const skipped = flags.skip !== undefined && new RegExp(flags.skip).test(name);
	return new RegExp(flags.only).test(name) && !skipped;
}

/** One turn of a contender, printed; a turn that fails is printed and kept with its reason. */
function takeTurn(one: Case, result: OpenResult, model: string): void {
	const { contender, measurements } = result;
	const line = `${caseName(one)}, round ${measurements.length + 1}: ${contenderName(contender)}`;
	try {
		const measured = quietTurn(() => measure(one, contender, model), {
			...{ tries: Number(flags.tries), share: quietShare },
		});
		measurements.push(measured);
		console.log(
			`${line}: ${measured.tokensPerSecond.toFixed(0)} tokens/s, ${memoryWords(measured)}, ${deviceWords(one, measured)}` +
				`${measured.cpuMsPerToken.toFixed(2)} ms of processor time a token, ` +
				disturbanceWords(measured),
		);
	} catch (error) {
		result.failure = (error as Error).message;
		console.log(`${line} failed: ${result.failure}`);
	}
}

function memoryWords(measured: Measurement): string {
	const { peakRssMb, repeatedMb = 0 } = measured;
	const once = `${peakMbOf(measured).toFixed(0)} MB`;
	if (repeatedMb < 1) return once;
	return `${once} (${peakRssMb.toFixed(0)} with pages that are mapped twice)`;
}

/**
 * Contenders take turns: all of them once, then again those that did not fail and, of TRL's, the fastest of the first round.
 */
function runCase(one: Case, model: string): Result[] {
	const results = one.contenders.filter(isChosen).map(
		(contender): OpenResult => ({
			...{ name: caseName(one), rows: one.rows, full: one.full, contender },
			...{ measurements: [], failure: null },
		}),
	);
	for (let round = 1; round <= Number(flags.rounds); round++) {
		const going = round === 1 ? results : goingOn(results, Number(flags.keep));
		for (const result of going) takeTurn(one, result, model);
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
	if (flags.list) {
		for (const one of chosenCases())
			console.log(
				[
					caseName(one),
					...one.contenders.filter(isChosen).map(contenderName),
				].join("\n  "),
			);
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
	const results: Result[] = [];
	for (const one of chosenCases()) {
		if (!hasRows(one.rows)) {
			console.log(
				`${caseName(one)} is left out: name train.jsonl of gsm8k with --gsm8k FILE.`,
			);
			continue;
		}
		results.push(...runCase(one, model));
		save(results);
	}
	console.log(`\n${markdown(results)}`);
}

await main();
