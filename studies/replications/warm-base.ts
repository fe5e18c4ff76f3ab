import { existsSync } from "node:fs";
import { join } from "node:path";
import { temper } from "../temper.ts";
import { trainRun } from "../train-run.ts";
import type { Part } from "./arms.ts";
import { sharedSettings } from "./settings.ts";

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
			...sharedSettings({ objective: "sft", ...warm, seed: 1 }),
			"data.heldOut={kind: none}",
			"evaluate=never",
		],
	});
	return join(run, "model");
}
