import { mkdirSync } from "node:fs";
import { availableParallelism, homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { sideBySide, trainRun } from "../train-run.ts";
import { type Arm, armsOf, runName } from "./arms.ts";
import { measure } from "./measure.ts";
import { splitGeneral } from "./split-general.ts";
import { type Finished, table } from "./table.ts";

/**
 * Leashes against strengths and learning rates that are tuned by hand: where they land, and what they gain at the KL at
 * which they land. Finished runs are not run again: it may be stopped at any time.
 */
const { values: flags } = parseArgs({
	options: {
		model: { type: "string", default: "models/toy" },
		data: { type: "string", default: "examples/rows.jsonl" },
		"held-out": { type: "string", default: "6" },
		general: { type: "string", default: "probes/general.jsonl" },
		"learning-rate": { type: "string", default: "2e-3" },
		rows: { type: "string", default: "4" },
		steps: { type: "string", default: "120" },
		seeds: { type: "string", default: "5" },
		/** Arms whose names begin so are not run. */
		without: { type: "string", multiple: true, default: [] },
		out: {
			type: "string",
			default: join(homedir(), ".cache", "temper", "studies", "leash"),
		},
	},
});

const out = resolve(flags.out);
const files = {
	measured: join(out, "measured.jsonl"),
	held: join(out, "held.jsonl"),
	fresh: join(out, "fresh.jsonl"),
};

function settingsOf({ settings, rate }: Arm, seed: number): string[] {
	return [
		...settings,
		`data.heldOut={kind: count, rows: ${flags["held-out"]}}`,
		`data.general=${files.measured}`,
		"tune={kind: lora, rank: 8}",
		`optimizer.learningRate=${rate * Number(flags["learning-rate"])}`,
		`batch={rows: ${flags.rows}, tokens: 512}`,
		`length={kind: steps, count: ${flags.steps}}`,
		"evaluate=end",
		"save=end",
		"device={kind: cpu, threads: 1}",
		`seed=${seed}`,
	];
}

const finished: Finished[] = [];

async function runOnce(arm: Arm, seed: number): Promise<void> {
	const run = join(out, runName(arm, seed));
	const settings = settingsOf(arm, seed);
	const { model, data } = flags;
	await trainRun(run, { model, data: resolve(data), settings });
	finished.push({ arm, seed, measured: await measure(run, files.fresh) });
}

mkdirSync(out, { recursive: true });
splitGeneral(flags.general, files);
const seeds = Array.from({ length: Number(flags.seeds) }, (_, i) => i + 1);
const arms = armsOf(files.held).filter(
	({ name }) => !flags.without.some((start) => name.startsWith(start)),
);
await sideBySide(
	Math.min(2, availableParallelism()),
	seeds.flatMap((seed) => arms.map((arm) => () => runOnce(arm, seed))),
);
const place = ({ arm, seed }: Finished) => arms.indexOf(arm) * 1000 + seed;
console.log(table(finished.toSorted((a, b) => place(a) - place(b))));
