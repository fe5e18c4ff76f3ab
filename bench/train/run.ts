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
} from "./cases.ts";
import { type Measurement, programFlags, readMeasurement } from "./contract.ts";
import { markdown, type Result } from "./summary.ts";

const usage = `Usage: npm run bench:train -- [options]
  --gsm8k FILE      train.jsonl of gsm8k (needed the first time)
  --model FOLDER    starting weights (default: SmolLM2-135M-Instruct, fetched and converted)
  --rounds N        turns each contender takes (default 3)
  --tokens N        tokens measured in a turn, roughly (default 8000)
  --tries N         repeats of a turn that other processes disturb; the quietest counts (default 3)
  --case TEXT       only the cases whose name contains TEXT, such as "gsm8k, rank 8"
  --side trl|temper only one of the two
  --precision TEXT  only contenders whose precision matches this regular expression
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
		precision: { type: "string", default: "" },
		lock: { type: "string" },
		out: { type: "string", default: here("results") },
		help: { type: "boolean", default: false },
	},
});

const warmup = 2;
const threads = os.availableParallelism();
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
	runProgram(venvPython, [
		peerProgram("make_rows.py"),
		...["--model", model, "--out", file],
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
	return side === "trl"
		? [venvPython, peerProgram("trl_sft.py")]
		: [
				process.execPath,
				...["--import", "tsx", "--conditions=source"],
				here("temper_sft.ts"),
			];
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
			full: one.full,
			packing: contender.packing,
			precision: contender.precision,
			batch: contender.batch,
			maxLength: contender.maxLength,
			steps: Math.max(4, Math.round(Number(flags.tokens) / perStep)),
		}),
		...contender.extra,
	];
	const { stdout, stderr, status } = spawnSync(program!, args, {
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
			...{ rows: one.rows, full: one.full, contender },
			measurements: [] as Measurement[],
		}));
	for (let round = 1; round <= Number(flags.rounds); round++)
		for (const { contender, measurements } of results) {
			const measured = measureQuietly(one, contender, model);
			measurements.push(measured);
			console.log(
				`${caseName(one)}, round ${round}: ${contender.side} ${contender.precision}${contender.packing ? " packed" : ""} ` +
					`${measured.tokensPerSecond.toFixed(0)} tokens/s, ${measured.peakRssMb.toFixed(0)} MB, ` +
					`others used ${(100 * measured.otherCpuShare).toFixed(0)}% of the processors`,
			);
		}
	return results;
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
	setupPeers();
	if (!flags.model) {
		fetchSmollm2();
		await convertSmollm2();
	}
	const results: Result[] = [];
	for (const one of cases.filter((c) => caseName(c).includes(flags.case))) {
		results.push(...runCase(one, flags.model ?? smollm2Folder));
		save(results);
	}
	console.log(`\n${markdown(results)}`);
}

await main();
