import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { TemperError } from "../../../core/error.ts";
import { parseRecipe } from "../../../recipes/parse/parse-recipe.ts";
import type { StepEvent } from "../../../runs/events.ts";
import type { Services } from "../../services.ts";
import { showNumber } from "../../terminal/units.ts";
import { type Finding, finding } from "./finding.ts";

/** The folder of the package, which holds the toy model and its rows. */
const packageFolder = fileURLToPath(new URL("../../../..", import.meta.url));

/** Two steps: the loss of the second one shows the update that the first one made. */
const steps = 2;

/** The largest relative differences from the ONNX engine: GPUs and bfloat16 round more than this machine's CPU does. */
const limits = {
	float32: { loss: 1e-3, norm: 1e-2 },
	bfloat16: { loss: 2e-2, norm: 1e-1 },
} as const;

type Precision = keyof typeof limits;

interface Try {
	readonly name: string;
	readonly precision: Precision;
	/** Processes; null: as many as the engine takes by itself. */
	readonly processes: number | null;
}

export interface StepOptions {
	readonly services: Pick<Services, "runRecipe">;
	/** GPUs that PyTorch finds. */
	readonly gpus: number;
	readonly signal: AbortSignal;
	readonly onProgress: (name: string) => void;
}

/** Trains the toy model for two steps in a folder that is removed. */
async function train(
	folder: string,
	engine: object,
	precision: Precision,
	{ services, signal }: StepOptions,
): Promise<StepEvent[]> {
	const recipe = parseRecipe(
		{
			...{ extends: "sft", engine, precision, out: folder },
			model: join(packageFolder, "models", "toy"),
			data: {
				train: join(packageFolder, "examples", "rows.jsonl"),
				general: null,
			},
			batch: { rows: 8, tokens: 128 },
			length: { kind: "steps", count: steps },
			optimizer: { learningRate: 1e-3 },
			schedule: { kind: "constant", warmup: 0 },
			...{ evaluate: "never", save: "end" },
			device: { kind: "cpu", threads: 1 },
		},
		{ folder },
	);
	const events: StepEvent[] = [];
	await services.runRecipe([recipe], {
		signal,
		onEvent(event) {
			if (event.kind === "step") events.push(event);
		},
	});
	return events;
}

/** Steps in one process and in two, in float32 and in bfloat16, compared with the ONNX engine. */
export async function* stepFindings(
	options: StepOptions,
): AsyncGenerator<Finding> {
	const { gpus, signal, onProgress } = options;
	const folder = await mkdtemp(join(tmpdir(), "temper-torch-check-"));
	try {
		onProgress("steps with ONNX Runtime");
		const out = join(folder, "onnx");
		const onnx = await train(out, { kind: "onnx" }, "float32", options);
		for (const one of triesFor(gpus)) {
			if (signal.aborted) break;
			onProgress(one.name);
			const here = join(folder, one.name.replaceAll(" ", "-"));
			yield await compare(one, onnx, here, options);
		}
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
	if (gpus === 1) yield oneGpu;
}

const oneGpu = finding(
	"steps in two processes",
	"note",
	"not tried: there is one GPU, and each process needs its own",
);

function triesFor(gpus: number): Try[] {
	const float32 = { precision: "float32", processes: 1 } as const;
	const bfloat16 = { precision: "bfloat16", processes: 1 } as const;
	return [
		{ name: "steps in float32", ...float32 },
		{ name: "steps in bfloat16", ...bfloat16 },
		...(gpus === 1
			? []
			: [{ ...float32, name: "steps in two processes", processes: 2 }]),
	];
}

async function compare(
	{ name, precision, processes }: Try,
	onnx: readonly StepEvent[],
	folder: string,
	options: StepOptions,
): Promise<Finding> {
	const engine = { kind: "torch", gpus: processes };
	try {
		const torch = await train(folder, engine, precision, options);
		return judge(name, precision, onnx, torch);
	} catch (error) {
		if (!(error instanceof TemperError)) throw error;
		return finding(
			name,
			"fails",
			error.message,
			processes === 1
				? `Training with precision: ${precision} does not work.`
				: "Only training in one process works on this machine.",
		);
	}
}

function judge(
	name: string,
	precision: Precision,
	onnx: readonly StepEvent[],
	torch: readonly StepEvent[],
): Finding {
	const gap = (of: (event: StepEvent) => number) =>
		Math.max(
			...onnx.map((event, i) => {
				const other = torch[i];
				if (other === undefined) return Number.POSITIVE_INFINITY;
				return Math.abs(of(other) - of(event)) / Math.abs(of(event));
			}),
		);
	const loss = gap((event) => event.loss);
	const norm = gap((event) => event.gradNorm);
	const found = `${steps} steps of the toy model; loss within ${showNumber(loss)} of ONNX Runtime's, gradient norm within ${showNumber(norm)} (relative)`;
	const limit = limits[precision];
	if (loss <= limit.loss && norm <= limit.norm)
		return finding(name, "works", found);
	return finding(
		name,
		"fails",
		found,
		`At most ${limit.loss} and ${limit.norm} are expected: this PyTorch computes something else. Do not train with it.`,
	);
}
