import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type MeasuredMemory, memoryFile } from "../bench/memory/setups.ts";
import {
	chooseShard,
	fewestDevices,
} from "../src/engine/torch/estimate/fit.ts";
import {
	type KnownShape,
	knownShapes,
} from "../src/engine/torch/estimate/known-shapes.ts";
import {
	estimateMemory,
	layerActivationBytes,
	type TorchSetup,
} from "../src/engine/torch/estimate/memory.ts";
import {
	devices,
	tokenFlops,
	tokensPerSecond,
	type Work,
} from "../src/engine/torch/estimate/time.ts";

/** The page that has the tables, each between two marks with its name. */
export const page = new URL("../docs/scale.md", import.meta.url);

type Method = Pick<TorchSetup, "tuning" | "precision">;

const lora = { kind: "lora", rank: 16 } as const;
const full = { kind: "full" } as const;

const methods: Readonly<Record<string, Method>> = {
	"LoRA, nf4": { tuning: lora, precision: "nf4" },
	"LoRA, int8": { tuning: lora, precision: "int8" },
	"LoRA, bfloat16": { tuning: lora, precision: "bfloat16" },
	"full, bfloat16": { tuning: full, precision: "bfloat16" },
};

/** Settings that all tables share. */
const usual = {
	...{ recompute: true, compares: true, tokens: 4096 },
	device: "cuda",
} as const;
const work: Work = { rowTokens: 1024, supervised: 0.5, scoringPasses: 0 };
/** Share of the peak that the table of times assumes. */
const share = 0.3;

function table(head: readonly string[], rows: readonly (readonly string[])[]) {
	const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
	return [line(head), line(head.map(() => "---")), ...rows.map(line)].join(
		"\n",
	);
}

const gigabytes = (bytes: number) => {
	const value = bytes / 1e9;
	return value < 10 ? value.toFixed(1) : value.toFixed(0);
};

/** Memory of one device, whole models and models divided among eight. */
function memoryTable(): string {
	const cell = (
		shape: KnownShape["shape"],
		method: Method,
		processes: number,
	) => {
		const setup = { ...usual, ...method, shape, processes };
		const shard = processes > 1 ? "full" : "none";
		return gigabytes(estimateMemory({ ...setup, shard }).total);
	};
	const columns: readonly [string, Method, number][] = [
		...Object.entries(methods).map(
			([name, method]) =>
				[`${name}, 1 GPU`, method, 1] as [string, Method, number],
		),
		["LoRA, bfloat16, divided by 8", methods["LoRA, bfloat16"]!, 8],
		["full, bfloat16, divided by 8", methods["full, bfloat16"]!, 8],
	];
	return table(
		["model", ...columns.map(([name]) => name)],
		knownShapes.map(({ name, shape }) => [
			name,
			...columns.map(([, method, count]) => cell(shape, method, count)),
		]),
	);
}

/** The parts of one estimate. */
function partsTable(): string {
	const of = (name: string) =>
		knownShapes.find((one) => one.name === name)!.shape;
	const cases: readonly [string, TorchSetup][] = [
		[
			"8B, LoRA, bfloat16",
			{
				...usual,
				...methods["LoRA, bfloat16"]!,
				shape: of("Llama 3.1 8B"),
				processes: 1,
				shard: "none",
			},
		],
		[
			"8B, full, divided by 8",
			{
				...usual,
				...methods["full, bfloat16"]!,
				shape: of("Llama 3.1 8B"),
				processes: 8,
				shard: "full",
			},
		],
		[
			"70B, LoRA, nf4",
			{
				...usual,
				...methods["LoRA, nf4"]!,
				shape: of("Llama 3.1 70B"),
				processes: 1,
				shard: "none",
			},
		],
		[
			"70B, LoRA, divided by 8",
			{
				...usual,
				...methods["LoRA, bfloat16"]!,
				shape: of("Llama 3.1 70B"),
				processes: 8,
				shard: "full",
			},
		],
	];
	return table(
		[
			"",
			"weights",
			"frozen base",
			"gradients and moments",
			"gathered or cast",
			"activations",
			"transient",
			"libraries",
			"total",
		],
		cases.map(([name, setup]) => [
			name,
			...Object.values(estimateMemory(setup)).map(gigabytes),
		]),
	);
}

/** The fewest devices of each size. */
function devicesTable(): string {
	const sizes = [24e9, 48e9, 80e9, 141e9];
	return table(
		["model", "method", ...sizes.map((size) => `${size / 1e9} GB`)],
		knownShapes.slice(1).flatMap(({ name, shape }) =>
			Object.entries(methods).map(([words, method]) => [
				name,
				words,
				...sizes.map((size) => {
					const count = fewestDevices({ ...usual, ...method, shape }, size);
					if (count === null) return "none";
					const shard = chooseShard(
						{ ...usual, ...method, shape, processes: count },
						size,
					);
					return shard === "full" ? `${count}, divided` : `${count}`;
				}),
			]),
		),
	);
}

/** Activations of a thousand tokens. */
function activationsTable(): string {
	const each = (
		shape: KnownShape["shape"],
		method: Method,
		recompute: boolean,
	) => {
		const setup: TorchSetup = {
			...usual,
			...method,
			shape,
			recompute,
			tokens: 1000,
			processes: 1,
			shard: "none",
		};
		return gigabytes(estimateMemory(setup).activations);
	};
	const perLayer = (shape: KnownShape["shape"], method: Method) =>
		(
			layerActivationBytes({
				...usual,
				...method,
				shape,
				processes: 1,
				shard: "none",
			}) / 1000
		).toFixed(0);
	const bf16 = methods["LoRA, bfloat16"]!;
	return table(
		[
			"model",
			"kB of a token and layer, LoRA",
			"LoRA",
			"full",
			"LoRA, `recompute: true`",
			"full, `recompute: true`",
		],
		knownShapes.map(({ name, shape }) => [
			name,
			perLayer(shape, bf16),
			each(shape, bf16, false),
			each(shape, methods["full, bfloat16"]!, false),
			each(shape, bf16, true),
			each(shape, methods["full, bfloat16"]!, true),
		]),
	);
}

/** Arithmetic of a token, and tokens per second at the assumed share of the peak. */
function timeTable(): string {
	const rows = knownShapes.slice(1).flatMap(({ name, shape }) =>
		(["LoRA, bfloat16", "full, bfloat16"] as const).map((words) => {
			const setup: TorchSetup = {
				...usual,
				...methods[words]!,
				shape,
				processes: 1,
				shard: "none",
			};
			const flops = tokenFlops(setup, work).total;
			const speeds = devices.map((device) => {
				const speed = tokensPerSecond(setup, work, device, share);
				return Number(speed.toPrecision(2)).toLocaleString("en");
			});
			return [name, words, (flops / 1e9).toPrecision(3), ...speeds];
		}),
	);
	return table(
		[
			"model",
			"method",
			"GFLOP per token",
			...devices.map(({ name, peak }) => `${name} (${peak / 1e12} TFLOP/s)`),
		],
		rows,
	);
}

/** What processes took on a CPU during steps, above what they took before a model was loaded, beside the estimate. */
function measuredTable(): string {
	const all = JSON.parse(
		readFileSync(memoryFile, "utf8"),
	) as readonly MeasuredMemory[];
	const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);
	return table(
		[
			"model",
			"training",
			"processes",
			"tokens",
			"libraries, MB",
			"measured above it, MB",
			"estimate, MB",
			"estimate / measured",
		],
		all.map(({ model, setup, measured: { atStart, training } }) => {
			const { total, runtime } = estimateMemory(setup);
			const [above, estimate] = [training - atStart, total - runtime];
			const tuning = setup.tuning.kind === "lora" ? "rank 8" : "full";
			return [
				model,
				`${tuning}, ${setup.precision}${setup.recompute ? ", `recompute`" : ""}`,
				setup.shard === "full"
					? `${setup.processes}, divided`
					: `${setup.processes}`,
				`${setup.tokens}`,
				...[atStart, above, estimate].map(megabytes),
				(estimate / above).toFixed(2),
			];
		}),
	);
}

export const tables: Readonly<Record<string, () => string>> = {
	devices: devicesTable,
	memory: memoryTable,
	parts: partsTable,
	activations: activationsTable,
	measured: measuredTable,
	time: timeTable,
};

/** The page with its tables as they are now. Throws if a mark is missing. */
export function withTables(text: string): string {
	let result = text;
	for (const [name, make] of Object.entries(tables)) {
		const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
		const [from, to] = [result.indexOf(begin), result.indexOf(end)];
		if (from < 0 || to < from)
			throw new Error(`docs/scale.md has no ${begin} and ${end}`);
		result = `${result.slice(0, from)}${begin}\n\n${make()}\n\n${result.slice(to)}`;
	}
	return result;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
	writeFileSync(page, withTables(readFileSync(page, "utf8")));
