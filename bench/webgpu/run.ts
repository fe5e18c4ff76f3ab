// Times a training step of SmolLM2-135M's shape, adapters of rank 8, on the CPU and on WebGPU, in turns:
// npm run bench:webgpu -- [--layers 30] [--tokens 512] [--steps 5]
import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { RandomStream } from "../../src/core/random.ts";
import type { Example } from "../../src/data/example.ts";
import { Stepper } from "../../src/engine/onnx/stepper.ts";
import { nothingGiven } from "../../src/engine/step.ts";
import type { Model } from "../../src/models/model.ts";
import type { Precision, Tuning } from "../../src/nn/parameters.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import { Policy } from "../../src/policy/policy.ts";
import type { Device } from "../../src/runtime/device.ts";
import { openGraphics } from "../../src/runtime/testing/open-graphics.ts";
import { randomCheckpoint, smollm2Config } from "./random-checkpoint.ts";

const { values } = parseArgs({
	options: {
		layers: { type: "string", default: "30" },
		tokens: { type: "string", default: "512" },
		steps: { type: "string", default: "5" },
	},
});
const tokens = Number(values.tokens);
/** Tokens of a row, half of them supervised. */
const rowLength = 128;

interface Contender {
	readonly name: string;
	step(): Promise<number>;
	readonly milliseconds: number[];
	dispose(): Promise<void>;
}

function randomRows(vocabulary: number): Example[] {
	const random = new RandomStream(2, "rows");
	const half = rowLength / 2;
	const count = Math.max(1, Math.floor(tokens / rowLength));
	return Array.from({ length: count }, (_, row) => ({
		id: String(row),
		ids: Int32Array.from({ length: rowLength }, () =>
			random.integer(vocabulary),
		),
		mask: Uint8Array.from({ length: rowLength }, (_, t) => (t < half ? 0 : 1)),
		liked: true,
	}));
}

async function contender(
	model: Model,
	rows: readonly Example[],
	device: Device,
	precision: Precision,
): Promise<Contender> {
	const paths = new Set(model.architecture.linears.map(({ path }) => path));
	const tuning: Tuning = {
		...{ kind: "lora", rank: 8, alpha: 16, rslora: false, dropout: 0 },
		paths,
	};
	const options = {
		...{ tuning, precision, length: rowLength, chunks: 2, recompute: false },
		sharedPrompts: false,
	};
	const where = { device, threads: null };
	const stepper = await Stepper.create(model, sft(), options, where, new Set());
	const policy = await Policy.initial(stepper.trainables, model, tuning, 0);
	return {
		name: `${device} ${precision}`,
		milliseconds: [],
		async step() {
			stepper.clear();
			const { sum, weight } = await stepper.run(
				rows.map((row) => [row]),
				policy,
				nothingGiven,
				0,
			);
			return sum / weight;
		},
		dispose: () => stepper.dispose(),
	};
}

function median(numbers: readonly number[]): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function race(contenders: readonly Contender[]): Promise<void> {
	for (const { name, step } of contenders) {
		const began = performance.now();
		const loss = await step();
		const seconds = (performance.now() - began) / 1000;
		console.log(
			`${name}: loss ${loss.toFixed(5)}, first step ${seconds.toFixed(1)} s`,
		);
	}
	for (let i = 0; i < Number(values.steps); i++)
		for (const { step, milliseconds } of contenders) {
			const began = performance.now();
			await step();
			milliseconds.push(performance.now() - began);
		}
	const first = median(contenders[0]?.milliseconds ?? []);
	for (const { name, milliseconds } of contenders) {
		const middle = median(milliseconds);
		const speed = (tokens / middle) * 1000;
		console.log(
			`${name.padEnd(16)} ${middle.toFixed(0)} ms a step, ${speed.toFixed(0)} tokens/s, ${(first / middle).toPrecision(3)} x`,
		);
	}
}

await openGraphics();
const config = smollm2Config(Number(values.layers));
const { model, folder } = await randomCheckpoint(config);
try {
	const rows = randomRows(model.architecture.vocabSize);
	const contenders = [
		await contender(model, rows, "cpu", "float32"),
		await contender(model, rows, "cpu", "mixed"),
		await contender(model, rows, "webgpu", "float32"),
	];
	await race(contenders);
	for (const { dispose } of contenders) await dispose();
} finally {
	rmSync(folder, { recursive: true });
}
