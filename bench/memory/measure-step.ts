// One training in a process of its own: MODEL_FOLDER PRECISION TOKENS RECOMPUTE(yes or no) STEPS. Prints a line of JSON.
import { readFileSync } from "node:fs";
import type { Example } from "../../src/data/example.ts";
import { Stepper } from "../../src/engine/onnx/stepper.ts";
import { nothingGiven } from "../../src/engine/step.ts";
import { openModel } from "../../src/formats/open-model.ts";
import type { Precision, Tuning } from "../../src/nn/parameters.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import { headChunks } from "../../src/policy/head-chunks.ts";
import { Policy } from "../../src/policy/policy.ts";

const [folder = "", precision = "", tokens = "", recompute = "", steps = ""] =
	process.argv.slice(2);
const length = Number(tokens);

/** Two rows that fill the tokens, half of them supervised, as in gsm8k. */
const rows = [0, 1].map(
	(row): Example => ({
		id: `${row}`,
		ids: Int32Array.from(
			{ length: length / 2 },
			(_, i) => (7919 * (row + 1) + 104_729 * i) % 40_000,
		),
		mask: Uint8Array.from({ length: length / 2 }, (_, i) =>
			i < length / 4 ? 0 : 1,
		),
		liked: true,
	}),
);

/** Resident memory of this process now, or the most so far, in MB. */
function memory(field: "VmRSS" | "VmHWM"): number {
	const status = readFileSync("/proc/self/status", "latin1");
	return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
}

const { model } = await openModel(folder, { checkValues: false });
const { linears, vocabSize } = model.architecture;
if (vocabSize < 40_000)
	for (const { ids } of rows)
		for (let i = 0; i < ids.length; i++)
			ids[i] = (ids[i] as number) % vocabSize;
const tuning: Tuning = {
	...{ kind: "lora", rank: 8, alpha: 16, rslora: false, dropout: 0 },
	paths: new Set(linears.map(({ path }) => path)),
};
const stepper = await Stepper.create(
	model,
	sft(),
	{
		...{ tuning, precision: precision as Precision, length },
		chunks: headChunks(length, vocabSize),
		...{ recompute: recompute === "yes", sharedPrompts: false },
	},
	{ device: "cpu", threads: 1 },
	new Set(),
);
const [opened, openedPeak] = [memory("VmRSS"), memory("VmHWM")];
const policy = await Policy.initial(stepper.trainables, model, tuning, 0);
const began = process.cpuUsage();
for (let step = 0; step < Number(steps); step++) {
	stepper.clear();
	const groups = rows.map((row) => [row]);
	await stepper.run(groups, policy, nothingGiven, 0);
}
const { user, system } = process.cpuUsage(began);
const secondsOfStep = (user + system) / 1e6 / Number(steps);
console.log(
	JSON.stringify({ opened, openedPeak, peak: memory("VmHWM"), secondsOfStep }),
);
