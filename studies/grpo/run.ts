import { existsSync, mkdirSync } from "node:fs";
import { availableParallelism, homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeFileAtomic } from "../../src/formats/write-atomic.ts";
import { readQuestions } from "../sample-answers.ts";
import { sideBySide, trainRun } from "../train-run.ts";
import { type Arm, arms, runName, seeds, settingsOf } from "./arms.ts";
import { rewardOn } from "./measure.ts";
import { writeSums } from "./rows.ts";
import { table } from "./table.ts";

/**
 * A policy gradient with a reward that can be checked: the toy model learns sums that it was never taught, from
 * nothing but whether its own answer's number is right. Finished runs are not run again: it may be stopped at any time.
 */
const { values: flags } = parseArgs({
	options: {
		model: { type: "string", default: "models/toy" },
		out: {
			type: "string",
			default: join(homedir(), ".cache", "temper", "studies", "grpo"),
		},
	},
});

const { model, out } = flags;
const files = {
	unseen: join(out, "unseen.jsonl"),
	mixed: join(out, "mixed.jsonl"),
	heldOut: join(out, "unseen-otherwise.jsonl"),
	known: join(out, "known.jsonl"),
};

async function measureOnce(path: string, adapter: string | null) {
	if (existsSync(path)) return;
	const heldOut = await rewardOn(files.heldOut, model, adapter);
	const known = await rewardOn(files.known, model, adapter);
	await writeFileAtomic(path, JSON.stringify({ heldOut, known }));
}

async function runOnce(arm: Arm, seed: number): Promise<void> {
	const run = join(out, runName(arm, seed));
	const data = files[arm.prompts];
	const prompts = (await readQuestions(data)).length;
	const settings = [
		...settingsOf(arm, seed, prompts),
		`data.heldOut={kind: file, path: ${files.heldOut}}`,
	];
	await trainRun(run, { model, data, settings });
	await measureOnce(join(run, "measured.json"), join(run, "adapter"));
}

mkdirSync(out, { recursive: true });
await writeSums(files);
await measureOnce(join(out, "base.json"), null);
const seats = Math.min(2, availableParallelism());
await sideBySide(
	seats,
	arms.flatMap((arm) => seeds.map((seed) => () => runOnce(arm, seed))),
);
console.log(await table(out));
