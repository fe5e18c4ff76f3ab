// Generation, Temper against transformers' generate and llama.cpp: `npm run bench:generate -- --help`.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
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
	llamaFolder,
	quantizeSmollm2,
	setupLlama,
	smollm2Q8,
} from "../../peers/setup/llama.ts";
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
	type Contender,
	type Measurement,
	type ProgramOptions,
	programFlags,
	readMeasurement,
} from "./contract.ts";
import { markdown, type Result, type Turn } from "./summary.ts";

const usage = `Usage: npm run bench:generate -- [options]
  --model FOLDER        weights (default: SmolLM2-135M-Instruct, fetched and converted)
  --gguf FILE           the same model in 8 bits, for llama.cpp (default: SmolLM2-135M-Instruct as Q8_0)
  --rows FILE           token rows (default: those of gsm8k that bench:train has made, or else random tokens)
  --batch LIST          rows side by side (default 1,8,32)
  --decoding LIST       greedy, sample or both (default sample)
  --samples LIST        samples of each prompt (default 1)
  --answers N           answers in a turn, as a multiple of --batch (default 1)
  --max-new-tokens N    longest answer, in tokens (default 128)
  --rounds N            turns each contender takes (default 3)
  --tries N             turns at most, while other processes disturb them; the quietest counts (default 1)
  --only REGEX          only contenders whose side and precision match, as in "temper int8"; without --only, float32 of
                        transformers, which is slower than its bfloat16, is left out
  --lock FILE           take this lock for each turn, where other timed runs share the machine
  --out FOLDER          where generate.md and generate.json go (default bench/generate/results)`;

const { values: flags } = parseArgs({
	options: {
		model: { type: "string" },
		rows: { type: "string" },
		gguf: { type: "string" },
		batch: { type: "string", default: "1,8,32" },
		decoding: { type: "string", default: "sample" },
		samples: { type: "string", default: "1" },
		answers: { type: "string", default: "1" },
		"max-new-tokens": { type: "string", default: "128" },
		rounds: { type: "string", default: "3" },
		tries: { type: "string", default: "1" },
		only: { type: "string", default: "bf16|q8_0|temper" },
		lock: { type: "string" },
		out: { type: "string", default: here("results") },
		help: { type: "boolean", default: false },
	},
});

const threads = os.availableParallelism();
const quietShare = 0.05;

const contenders: readonly Contender[] = [
	{ side: "transformers", precision: "bf16" },
	{ side: "llama.cpp", precision: "q8_0" },
	{ side: "temper", precision: "fp32" },
	{ side: "transformers", precision: "fp32" },
	{ side: "temper", precision: "int8" },
];

function here(name: string): string {
	return fileURLToPath(new URL(name, import.meta.url));
}

function list(text: string): string[] {
	return text.split(",");
}

/** How each program is started. */
const commands: Readonly<Record<Contender["side"], readonly string[]>> = {
	transformers: [venvPython, peerProgram("transformers_generate.py")],
	"llama.cpp": [
		...[venvPython, peerProgram("llama_generate.py")],
		...["--library", llamaFolder],
	],
	temper: [
		...[process.execPath, "--import", "tsx", "--conditions=source"],
		here("temper_generate.ts"),
	],
};

function measure(contender: Contender, options: ProgramOptions): Measurement {
	const { side } = contender;
	const [program, ...args] = [
		...(flags.lock ? ["flock", flags.lock] : []),
		...commands[side],
		...programFlags(options, contender),
	];
	const { stdout, stderr, status } = spawnSync(program!, args, {
		encoding: "utf8",
		maxBuffer: 1 << 28,
	});
	if (status !== 0)
		throw new Error(`${side} exited with ${status}:\n${stderr}`);
	return readMeasurement(stdout);
}

function chosen(): Contender[] {
	return contenders.filter(({ side, precision }) =>
		new RegExp(flags.only).test(`${side} ${precision}`),
	);
}

/** Contenders take turns: all of them once, then all of them again, each round with draws of its own. */
function runCase(options: ProgramOptions): Result[] {
	const results = chosen().map((contender) => ({
		...{ options, contender },
		measurements: [] as Turn[],
	}));
	for (let round = 1; round <= Number(flags.rounds); round++)
		for (const { contender, measurements } of results) {
			const seeded = { ...options, seed: round };
			const measured = quietTurn(() => measure(contender, seeded), {
				...{ tries: Number(flags.tries), share: quietShare },
			});
			measurements.push(measured);
			console.log(
				`batch ${options.batch}, ${options.samples} of a prompt, ${options.decoding}, round ${round}: ${contender.side} ${contender.precision} ` +
					`${measured.tokensPerSecond.toFixed(0)} tokens/s, ${measured.tokens} tokens, ${measured.ended} of ${measured.rows} ended, ` +
					disturbanceWords(measured),
			);
		}
	return results;
}

function save(results: readonly Result[]): void {
	saveReport({
		...{ out: flags.out, name: "generate", threads, results },
		versions: {},
		tables: markdown(results),
	});
}

async function main(): Promise<void> {
	if (flags.help) {
		console.log(usage);
		return;
	}
	await setup();
	const rows = rowsFile();
	const results: Result[] = [];
	for (const decoding of list(flags.decoding))
		for (const samples of list(flags.samples).map(Number))
			for (const batch of list(flags.batch).map(Number)) {
				const answers = batch * Number(flags.answers);
				results.push(
					...runCase({
						...{ model: flags.model ?? smollm2Folder, rows },
						...{ samples, batch, threads, seed: 1 },
						gguf: flags.gguf ?? smollm2Q8,
						prompts: Math.ceil(answers / samples),
						maxNewTokens: Number(flags["max-new-tokens"]),
						decoding: decoding === "greedy" ? "greedy" : "sample",
					}),
				);
				save(results);
			}
	console.log(`\n${markdown(results)}`);
}

/** The token rows: those that are named, those of gsm8k, or random ones, which are made once. */
function rowsFile(): string {
	if (flags.rows) return flags.rows;
	const kept = (name: string) => path.join(peersDir, "rows", `${name}.jsonl`);
	if (existsSync(kept("gsm8k"))) return kept("gsm8k");
	const file = kept("synthetic");
	if (existsSync(file)) return file;
	mkdirSync(path.dirname(file), { recursive: true });
	const model = flags.model ?? smollm2Folder;
	runProgram(venvPython, [
		...[peerProgram("make_rows.py"), "--model", model, "--out", file],
	]);
	return file;
}

/** Installs what the chosen contenders need, and fetches the model. */
async function setup(): Promise<void> {
	setupPeers();
	if (!flags.model) {
		fetchSmollm2();
		await convertSmollm2();
	}
	if (!chosen().some(({ side }) => side === "llama.cpp")) return;
	setupLlama();
	if (flags.gguf) return;
	if (flags.model)
		throw new Error(
			"llama.cpp needs --gguf FILE, the model of --model in 8 bits: name it, or leave llama.cpp out with --only.",
		);
	quantizeSmollm2();
}

await main();
