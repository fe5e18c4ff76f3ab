import { mkdirSync } from "node:fs";
import { availableParallelism, homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { followStudy } from "../follow-study.ts";
import { splitGeneral } from "./split-general.ts";
import { leashStudy } from "./study.ts";
import { table } from "./table.ts";

/**
 * Leashes against strengths and learning rates that are tuned by hand: where they land, and what they gain at the KL at
 * which they land. A study that was stopped continues where it stopped.
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
const general = {
	measured: join(out, "measured.jsonl"),
	held: join(out, "held.jsonl"),
	fresh: join(out, "fresh.jsonl"),
};
mkdirSync(out, { recursive: true });
await splitGeneral(flags.general, general);
const study = await leashStudy({
	model: flags.model,
	data: resolve(flags.data),
	heldOut: Number(flags["held-out"]),
	rate: Number(flags["learning-rate"]),
	rows: Number(flags.rows),
	steps: Number(flags.steps),
	seeds: Number(flags.seeds),
	...{ without: flags.without, general },
});
const finished = await followStudy(study, {
	folder: join(out, "study"),
	parallel: Math.min(2, availableParallelism()),
});
if (finished) console.log(table(finished));
