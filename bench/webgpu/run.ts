// Times a training step and decoding of SmolLM2-135M's shape on the CPU and on WebGPU, and prints a row for docs/performance.md:
// npm run bench:webgpu -- [--layers 30] [--tokens 512] [--steps 5] [--decode 32] [--gpu "name of the device"]
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import os from "node:os";
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
import { decodingSpeed } from "./decoding.ts";
import { randomCheckpoint, smollm2Config } from "./random-checkpoint.ts";

const { values } = parseArgs({
	options: {
		layers: { type: "string", default: "30" },
		tokens: { type: "string", default: "512" },
		steps: { type: "string", default: "5" },
		decode: { type: "string", default: "32" },
		gpu: { type: "string" },
	},
});
const tokens = Number(values.tokens);
/** Tokens of a row, half of them supervised. */
const rowLength = 128;

/** Rows side by side in decoding. */
const decodedRows = [1, 8];

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

/** Tokens per second of each contender's steps, in their order. */
async function race(contenders: readonly Contender[]): Promise<number[]> {
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
	return contenders.map(({ name, milliseconds }) => {
		const middle = median(milliseconds);
		const speed = (tokens / middle) * 1000;
		console.log(
			`${name.padEnd(16)} ${middle.toFixed(0)} ms a step, ${speed.toFixed(0)} tokens/s, ${(first / middle).toPrecision(3)} x`,
		);
		return speed;
	});
}

/** Name and memory of the first GPU: what `--gpu` says, or what NVIDIA's tool knows. */
function gpu(): { readonly name: string; readonly memory: string } {
	const { stdout, status } = spawnSync(
		"nvidia-smi",
		["--query-gpu=name,memory.total", "--format=csv,noheader"],
		{ encoding: "utf8" },
	);
	const [name, memory] =
		status === 0 ? (stdout.split("\n")[0] ?? "").split(",") : [];
	return {
		name: values.gpu ?? name?.trim() ?? "unknown (name it with --gpu)",
		memory: memory?.trim() ?? "unknown",
	};
}

/** Decodes on both devices, and prints the row of this machine. */
async function report(model: Model, training: readonly number[]) {
	const decoded: string[] = [];
	const steps = Number(values.decode);
	for (const device of ["cpu", "webgpu"] as const)
		for (const rows of decodedRows) {
			const speed = await decodingSpeed(model, {
				...{ device, precision: "float32", rows, steps, promptTokens: 32 },
			});
			const shown = speed.toPrecision(3);
			console.log(`${device} float32, ${rows} rows: ${shown} tokens/s decoded`);
			decoded.push(shown);
		}
	const { name, memory } = gpu();
	const trained = training.map((speed) => speed.toPrecision(3));
	const cells = [name, memory, os.cpus()[0]?.model.trim() ?? "", ...trained];
	console.log(`
| GPU | its memory | processor | training, tokens/s: CPU float32 | CPU mixed | WebGPU | decoding, tokens/s: CPU, 1 row | CPU, 8 rows | WebGPU, 1 row | WebGPU, 8 rows |
| ${Array(10).fill("---").join(" | ")} |
| ${[...cells, ...decoded].join(" | ")} |`);
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
	const speeds = await race(contenders);
	for (const { dispose } of contenders) await dispose();
	await report(model, speeds);
} finally {
	rmSync(folder, { recursive: true });
}
