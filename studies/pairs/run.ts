import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { followStudy } from "../follow-study.ts";
import { trainRun } from "../train-run.ts";
import { makeAll } from "./judges.ts";
import { writeRows } from "./rows.ts";
import { rewardSettings, warmSettings } from "./settings.ts";
import { dpoStudy } from "./study.ts";
import { curves, training } from "./table.ts";

/**
 * Pairs from samples of the lab's model under four judges that err: how often they are right, by the confidence that is stated for
 * them, and what DPO makes of them compared with as many pairs of the world. A study that was stopped continues where it stopped.
 */
const { values: flags } = parseArgs({
	options: {
		model: { type: "string", default: "models/lab" },
		seeds: { type: "string", default: "3" },
		/** Trainings at the same time. */
		parallel: { type: "string", default: "1" },
		/** Makes pairs and shows how often they are right, without DPO. */
		curves: { type: "boolean", default: false },
		out: {
			type: "string",
			default: join(homedir(), ".cache", "temper", "studies", "pairs"),
		},
	},
});

const out = resolve(flags.out);
const [warm, reward] = [join(out, "warm"), join(out, "reward")];
mkdirSync(out, { recursive: true });
const rows = await writeRows(join(out, "rows"));
await trainRun(warm, {
	...{ model: resolve(flags.model), data: rows.warm, settings: warmSettings },
});
const model = join(warm, "model");
if (!existsSync(join(reward, "reward-model")))
	await trainRun(reward, {
		model,
		data: rows.rewards,
		settings: rewardSettings,
	});
const results = await makeAll({ model, reward, rows, out });
console.log(`References: ${Math.round(100 * rows.noise)}% are wrong.\n`);
console.log(`${curves(results)}\n`);
if (!flags.curves) {
	const made = Object.entries(results);
	const seeds = Array.from({ length: Number(flags.seeds) }, (_, i) => i + 1);
	const arms: Record<string, string> = {
		human: rows.human,
		...Object.fromEntries(made.map(([name, { best }]) => [name, best])),
	};
	const limit = Math.min(...made.map(([, { bestRows }]) => bestRows.length));
	const study = await dpoStudy({ model, arms, limit, seeds, good: rows.good });
	const folder = join(out, "dpo");
	const scores = await followStudy(study, {
		...{ folder, parallel: Number(flags.parallel) },
	});
	if (scores !== null) {
		console.log(`DPO on ${limit} pairs of each kind, ${seeds.length} seeds:\n`);
		console.log(training(scores, results, { arms: Object.keys(arms), seeds }));
	}
}
