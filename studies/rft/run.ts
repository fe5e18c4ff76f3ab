import { existsSync, mkdirSync } from "node:fs";
import { availableParallelism, homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeFileAtomic } from "../../src/formats/write-atomic.ts";
import { sideBySide, trainRun } from "../train-run.ts";
import {
	type Arm,
	arms,
	runName,
	seeds,
	settingsOf,
	startSettings,
} from "./arms.ts";
import { measure } from "./measure.ts";
import { writeStyles } from "./rows.ts";
import { table } from "./table.ts";

/**
 * Explicit reward learning from demonstrations in a style that the policy seldom uses, by rounds and by form of the
 * policy's objective. Finished runs are not run again: it may be stopped at any time.
 */
const { values: flags } = parseArgs({
	options: {
		model: { type: "string", default: "models/toy" },
		out: {
			type: "string",
			default: join(homedir(), ".cache", "temper", "studies", "rft"),
		},
	},
});

const { model, out } = flags;
const start = join(out, "start");
const started = join(start, "model");
const mixture = join(out, "mixture.jsonl");

const rowsOf = ({ style }: Arm) => ({
	mixture,
	train: join(out, `${style}.jsonl`),
	heldOut: join(out, `${style}-held-out.jsonl`),
});

async function runOnce(arm: Arm, seed: number): Promise<void> {
	const run = join(out, runName(arm, seed));
	const { train, heldOut } = rowsOf(arm);
	const settings = [
		...settingsOf(arm, seed),
		`data.heldOut={kind: file, path: ${heldOut}}`,
	];
	await trainRun(run, { model: started, data: train, settings });
	const path = join(run, "measured.json");
	if (existsSync(path)) return;
	const measured = await measure(run, started, heldOut);
	await writeFileAtomic(path, JSON.stringify(measured));
}

mkdirSync(out, { recursive: true });
for (const arm of arms) await writeStyles(rowsOf(arm), arm.style);
await trainRun(start, { model, data: mixture, settings: startSettings });
const seats = Math.min(2, availableParallelism());
await sideBySide(
	seats,
	seeds.flatMap((seed) => arms.map((arm) => () => runOnce(arm, seed))),
);
console.log(await table(out));
