// Temper's side of the benchmark; keeps the contract of contract.ts.
import { readFileSync } from "node:fs";
import os from "node:os";
import { parseArgs } from "node:util";
import { collect, type Generation } from "../../src/generate/collect.ts";
import { openGenerator } from "../../src/generate/open-generator.ts";
import { speak } from "../../src/generate/speaker.ts";
import { describeVersions } from "../../src/runs/machine.ts";
import { openTokenizer } from "../../src/text/tokenizer/open-tokenizer.ts";
import { busySeconds } from "../processors.ts";

const { values: flags } = parseArgs({
	options: {
		model: { type: "string", default: "" },
		rows: { type: "string", default: "" },
		samples: { type: "string", default: "1" },
		prompts: { type: "string", default: "32" },
		batch: { type: "string", default: "8" },
		"max-new-tokens": { type: "string", default: "128" },
		threads: { type: "string", default: "2" },
		seed: { type: "string", default: "1" },
		precision: { type: "string", default: "fp32" },
		decoding: { type: "string", default: "sample" },
	},
});

function readPrompts(): Int32Array[] {
	const lines = readFileSync(flags.rows, "utf8").trimEnd().split("\n");
	return lines.slice(0, Number(flags.prompts)).flatMap((line) => {
		const row = JSON.parse(line) as { input_ids: number[]; mask: number[] };
		const ids = Int32Array.from(row.input_ids.slice(0, row.mask.indexOf(1)));
		return Array<Int32Array>(Number(flags.samples)).fill(ids);
	});
}

const tokenizer = await openTokenizer(flags.model);
const { tuned, dispose } = await openGenerator(flags.model, null, {
	device: "cpu",
	threads: Number(flags.threads),
	precision: flags.precision === "int8" ? "int8" : "float32",
	rows: Number(flags.batch),
});
const prompts = readPrompts();

function run(some: Int32Array[], maxNewTokens: number): Promise<Generation[]> {
	return collect(
		speak({ tokenizer, decoder: tuned }, some, {
			maxNewTokens,
			sampling:
				flags.decoding === "greedy"
					? { kind: "greedy" }
					: {
							kind: "sample",
							...{ temperature: 1, topK: null, topP: null, minP: null },
						},
			seed: Number(flags.seed),
			batchRows: Number(flags.batch),
			withText: false,
		}),
	);
}

await run(prompts.slice(0, Number(flags.batch)), 4);
const began = performance.now();
const [busy, own] = [busySeconds(), process.cpuUsage()];
const rows = await run(prompts, Number(flags["max-new-tokens"]));
const seconds = (performance.now() - began) / 1000;
const spent = process.cpuUsage(own);
const others = busySeconds() - busy - (spent.user + spent.system) / 1e6;
await dispose();
const tokens = rows.reduce((sum, { ids }) => sum + ids.length, 0);
console.log(
	JSON.stringify({
		side: "temper",
		seconds,
		otherCpuShare: Math.max(0, others / (seconds * os.cpus().length)),
		rows: rows.length,
		promptTokens: prompts.reduce((sum, { length }) => sum + length, 0),
		tokens,
		ended: rows.filter(({ reason }) => reason === "stop").length,
		tokensPerSecond: tokens / seconds,
		peakRssMb: process.resourceUsage().maxRSS / 1024,
		versions: describeVersions(),
	}),
);
