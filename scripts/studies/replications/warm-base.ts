import { existsSync } from "node:fs";
import { join } from "node:path";
import { temper } from "../temper.ts";
import { trainRun } from "../train-run.ts";
import type { Part } from "./arms.ts";

/** The folder of the model that a part's runs begin from, trained first where the part says so. */
export async function baseOf(
	{ name, rows, warm }: Part,
	model: string,
	out: string,
): Promise<string> {
	if (warm === null) return model;
	const world = join(out, `world-${warm.world}`);
	if (!existsSync(world))
		await temper(["lab", world, "--seed", `${warm.world}`]);
	const run = join(out, `${name}-base`);
	await trainRun(run, {
		model,
		data: join(world, rows, "train.jsonl"),
		settings: [
			"objective=sft",
			"data.heldOut={kind: none}",
			"tune=full",
			`optimizer.learningRate=${warm.rate}`,
			"batch={rows: 16, tokens: 512}",
			`length={kind: steps, count: ${warm.steps}}`,
			"evaluate=never",
			"save=end",
			"device={kind: cpu, threads: 1}",
			"seed=1",
		],
	});
	return join(run, "model");
}
