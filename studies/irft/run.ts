import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { availableParallelism, homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { smollm2Folder } from "../../peers/setup/fetch-smollm2.ts";
import { writeFileAtomic } from "../../src/formats/write-atomic.ts";
import { type Arm, arms, seeds } from "./arms.ts";
import { type Measured, measure } from "./measure.ts";
import { writeStudyRows } from "./rows.ts";
import { table } from "./table.ts";

/**
 * IRFT in 1, 2 and 4 rounds beside SFT, MinorSFT and DFT, on a real model; the seeds side by side. Runs that are finished
 * are not run again, and unfinished ones go on: the study may be stopped at any time.
 */
const { values: flags } = parseArgs({
	options: {
		gsm8k: { type: "string" },
		model: { type: "string", default: smollm2Folder },
		out: {
			type: "string",
			default: join(homedir(), ".cache", "temper", "studies", "irft"),
		},
		/** Runs the arms of this seed alone. */
		seed: { type: "string" },
	},
});

const { out, model } = flags;
const rows = {
	train: join(out, "train.jsonl"),
	heldOut: join(out, "held-out.jsonl"),
};
const base = join(out, "base.json");
const samples = join(out, "base-samples.json");
const threads = Math.max(1, Math.floor(availableParallelism() / seeds.length));

const shared = [
	`data.heldOut={kind: file, path: ${rows.heldOut}}`,
	"tune={kind: lora, rank: 8}",
	"batch={rows: 16, tokens: 512}",
	"evaluate=never",
	"save={every: 5}",
	"schedule={kind: cosine, warmup: 0.03}",
	`device={kind: cpu, threads: ${threads}}`,
];

function node(script: string, args: readonly string[]): Promise<void> {
	const options = ["--conditions=source", "--import", "tsx", script];
	const child = spawn(process.execPath, [...options, ...args], {
		stdio: "inherit",
	});
	return new Promise((resolve, reject) => {
		child.once("exit", (status) => {
			if (status === 0) resolve();
			else reject(new Error(`${script} ${args[0]} ended with ${status}`));
		});
	});
}

/** A process of its own for each run, so that none inherits another's memory. */
async function trainOnce({ name, settings }: Arm, seed: number) {
	const run = join(out, `${name}-${seed}`);
	if (existsSync(join(run, "adapter"))) return run;
	const own = [...shared, ...settings, `seed=${seed}`];
	const args = existsSync(join(run, "checkpoints"))
		? ["runs", "resume", run]
		: [
				...["train", "--model", model, "--data", rows.train, "--out", run],
				...own.flatMap((one) => ["--set", one]),
			];
	await node("src/cli/main.ts", args);
	return run;
}

/** Measured once, and read back after that. */
async function measureOnce(
	run: string,
	adapter: string | null,
	path: string,
): Promise<Measured> {
	if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8"));
	const measured = await measure(join(run, "recipe.json"), adapter, samples);
	await writeFileAtomic(path, JSON.stringify(measured));
	return measured;
}

/** The arms of one seed, one after the other. The first seed measures the base for all. */
async function runSeed(seed: number): Promise<void> {
	const runs: string[] = [];
	for (const arm of arms) {
		runs.push(await trainOnce(arm, seed));
		if (seed === seeds[0]) await measureOnce(runs[0] as string, null, base);
	}
	while (!existsSync(base))
		await new Promise((resolve) => setTimeout(resolve, 1000));
	for (const run of runs)
		await measureOnce(run, join(run, "adapter"), join(run, "measured.json"));
}

mkdirSync(out, { recursive: true });
if (flags.seed) await runSeed(Number(flags.seed));
else {
	if (!existsSync(rows.train)) {
		if (!flags.gsm8k)
			throw new Error(
				"Name the folder of gsm8k's train.jsonl and test.jsonl: --gsm8k FOLDER",
			);
		await writeStudyRows(flags.gsm8k, model, rows);
	}
	const self = fileURLToPath(import.meta.url);
	await Promise.all(
		seeds.map((seed) =>
			node(self, ["--seed", `${seed}`, "--out", out, "--model", model]),
		),
	);
	console.log(await table(out));
}
