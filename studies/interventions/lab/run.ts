import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { temper } from "../../temper.ts";
import { writeStudy } from "./files.ts";

/**
 * The contrasts of arXiv 2402.18243 in the lab: facts that the model knows, facts that it does not, its own answers, and facts that stand
 * in the prompt. A study that was stopped continues where it stopped.
 */
const { values: flags } = parseArgs({
	options: {
		model: { type: "string", default: "models/lab-small" },
		seeds: { type: "string", default: "5" },
		rates: { type: "string", default: "5e-4" },
		steps: { type: "string", default: "120" },
		parallel: { type: "string", default: "2" },
		out: {
			type: "string",
			default: join(homedir(), ".cache", "temper", "studies", "interventions"),
		},
	},
});

const out = resolve(flags.out);
const file = writeStudy(join(out, "files"), {
	model: flags.model,
	seeds: Number(flags.seeds),
	rates: flags.rates.split(",").map(Number),
	steps: Number(flags.steps),
});
await temper([
	...["intervene", file, "--out", join(out, "study")],
	...["--parallel", flags.parallel],
]);
