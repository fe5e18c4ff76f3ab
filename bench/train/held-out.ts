// Whether training in a precision learns what training in float32 learns:
// npm run bench:held-out -- MODEL_FOLDER ROWS.jsonl HELD_OUT.jsonl [--seeds LIST] [--precisions LIST] [--threads N] [--out FILE]
// One epoch of rank 8 on all linear layers for each seed and precision. Held-out rows are always scored in float32.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { RandomStream } from "../../src/core/random.ts";
import { alone, type Example } from "../../src/data/example.ts";
import { microBatchesOf } from "../../src/data/micro-batches.ts";
import { Stepper } from "../../src/engine/onnx/stepper.ts";
import { nothingGiven } from "../../src/engine/step.ts";
import { openModel } from "../../src/formats/open-model.ts";
import type { Precision } from "../../src/nn/parameters.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import { adamW, newAdamWState } from "../../src/optim/adamw.ts";
import { gradientScale } from "../../src/optim/gradient-scale.ts";
import { Policy } from "../../src/policy/policy.ts";
import { Scorer } from "../../src/policy/scorer.ts";
import { type Spread, spread } from "../spread.ts";
import { openRows, stepOptions } from "../step/workload.ts";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		seeds: { type: "string", default: "1,2,3,4,5" },
		precisions: { type: "string", default: "float32,int8" },
		threads: { type: "string", default: "1" },
		out: { type: "string" },
		"learning-rate": { type: "string", default: "2e-4" },
	},
});
const [folder, rowsFile, heldOutFile] = positionals;
if (!folder || !rowsFile || !heldOutFile)
	throw new Error(
		"Name a model folder, a file of token rows and a file of held-out token rows.",
	);
const precisions = values.precisions.split(",") as Precision[];
const device = { device: "cpu", threads: Number(values.threads) } as const;
const rowsPerStep = 8;
const tokens = 512;

/** The result of one training. */
interface Outcome {
	readonly precision: Precision;
	readonly seed: number;
	/** Mean loss of the epoch's last quarter, nats per token. */
	readonly trainNll: number;
	/** Nats per supervised token of the held-out rows, scored in float32. */
	readonly heldOutNll: number;
}

const { model } = await openModel(folder, { checkValues: false });
const rows = openRows(rowsFile);
const heldOut = openRows(heldOutFile);
const longest = Math.max(...[...rows, ...heldOut].map(({ ids }) => ids.length));
const optionsOf = (precision: Precision) => ({
	...stepOptions(model, precision),
	length: longest + 1,
});

function shuffled(seed: number): Example[] {
	const stream = new RandomStream(seed, "order");
	return rows
		.map((row) => ({ row, key: stream.uniform() }))
		.sort((a, b) => a.key - b.key)
		.map(({ row }) => row);
}

/** One epoch of steps of eight rows at a constant learning rate. */
async function train(stepper: Stepper, seed: number) {
	const { tuning } = optionsOf("float32");
	const policy = await Policy.initial(stepper.trainables, model, tuning, seed);
	const moments = policy.tensors.map(({ data }) => newAdamWState(data.length));
	const order = shuffled(seed);
	const losses: number[] = [];
	for (let at = 0; at < order.length; at += rowsPerStep) {
		stepper.clear();
		let [sum, weight] = [0, 0];
		const step = alone(order.slice(at, at + rowsPerStep));
		for (const groups of microBatchesOf(step, tokens)) {
			const part = await stepper.run(groups, policy, nothingGiven, 0);
			sum += part.sum;
			weight += part.weight;
		}
		const { scale } = gradientScale(stepper.gradients, weight, 1);
		policy.tensors.forEach(({ data }, i) => {
			adamW(data, stepper.gradients[i] as Float32Array, moments[i]!, {
				learningRate: Number(values["learning-rate"]),
				...{ betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0 },
				gradientScale: scale,
			});
		});
		losses.push(sum / weight);
	}
	const last = losses.slice(-Math.ceil(losses.length / 4));
	return { policy, trainNll: last.reduce((a, b) => a + b, 0) / last.length };
}

async function heldOutNll(policy: Policy): Promise<number> {
	const options = optionsOf("float32");
	const scorer = await Scorer.create(model, options, device, tokens, false);
	const { rows: scores } = await scorer.score(alone(heldOut), policy);
	await scorer.dispose();
	const all = scores.flatMap(({ logProb }) => [...logProb]);
	return -all.reduce((sum, x) => sum + x, 0) / all.length;
}

const outcomes: Outcome[] =
	values.out && existsSync(values.out)
		? readFileSync(values.out, "utf8")
				.trim()
				.split("\n")
				.map((line) => JSON.parse(line) as Outcome)
		: [];

for (const precision of precisions) {
	const stepper = await Stepper.create(
		model,
		sft(),
		optionsOf(precision),
		device,
		new Set<number>(),
	);
	for (const seed of values.seeds.split(",").map(Number)) {
		const done = outcomes.some(
			(one) => one.seed === seed && one.precision === precision,
		);
		if (done) continue;
		const { policy, trainNll } = await train(stepper, seed);
		const outcome: Outcome = {
			...{ precision, seed, trainNll },
			heldOutNll: await heldOutNll(policy),
		};
		outcomes.push(outcome);
		if (values.out) appendFileSync(values.out, `${JSON.stringify(outcome)}\n`);
		console.error(JSON.stringify(outcome));
	}
	await stepper.dispose();
}

const digits = 4;
const shown = ({ median, min, max }: Spread) =>
	`${median.toFixed(digits)} (${min.toFixed(digits)} to ${max.toFixed(digits)})`;
const exact = new Map(
	outcomes
		.filter(({ precision }) => precision === "float32")
		.map(({ seed, heldOutNll: nll }) => [seed, nll]),
);
console.log(
	"| precision | held-out NLL, median (lowest to highest) | seeds | minus float32 with the same seed |",
);
console.log("| --- | --- | --- | --- |");
for (const precision of new Set(outcomes.map((one) => one.precision))) {
	const own = outcomes.filter((one) => one.precision === precision);
	const found = spread(own.map(({ heldOutNll: nll }) => nll));
	const paired = own.filter(({ seed }) => exact.has(seed));
	const off = paired.map(
		({ seed, heldOutNll: nll }) => nll - (exact.get(seed) as number),
	);
	console.log(
		`| ${precision} | ${shown(found)} | ${own.length} | ${off.length === 0 ? "" : shown(spread(off))} |`,
	);
}
