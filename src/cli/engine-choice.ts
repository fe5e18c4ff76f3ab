import { type Command, Option } from "commander";
import { TemperError } from "../core/error.ts";
import type { MeasuringEngine } from "../engine/measured.ts";
import { engineSchema } from "../recipes/schemas/engine-schema.ts";
import { readManifest } from "../runs/folder/run-manifest.ts";
import { finalRun } from "../runs/staged-run.ts";
import type { EngineSettings } from "../train/prepare/engine-of.ts";
import type { PrecisionChoice } from "./answer-precision.ts";
import type { Services } from "./services.ts";

/** What `--engine` and `--threads` say. */
export interface EngineChoice {
	readonly engine?: "onnx" | "torch";
	readonly threads?: number | null;
}

/** `--engine`, for commands that measure. */
export function withEngine(command: Command): Command {
	return command.addOption(
		new Option(
			"--engine <engine>",
			"the engine to measure with (default: the run's, or onnx)",
		).choices(["onnx", "torch"]),
	);
}

/**
 * The engine that measures: the one that is named, with the settings of the run if it was trained by it, or the one that trained
 * the run. `answers`: settles the precision of answers that ONNX Runtime generates; float32 if left out. Throws
 * `recipe` for a precision of answers with PyTorch.
 */
export async function chosenEngine(
	{
		engine: named,
		threads = null,
		precision: asked,
	}: EngineChoice & PrecisionChoice,
	run: string | undefined,
	{ engineOf }: Pick<Services, "engineOf">,
	answers?: () => Promise<"float32" | "int8">,
): Promise<MeasuringEngine> {
	const trained = run === undefined ? null : await engineOfRun(run);
	const kind = named ?? trained?.engine.kind ?? "onnx";
	if (kind === "torch" && asked !== undefined)
		throw new TemperError("recipe", {
			where: "--precision",
			expected: "no --precision with engine torch",
			found: asked,
			hint: "PyTorch answers in the precision of its weights. --engine onnx has float32 and int8.",
		});
	const own =
		trained?.engine.kind === kind
			? trained
			: { engine: engineSchema.parse(kind) };
	const precision = kind === "onnx" ? await answers?.() : undefined;
	return engineOf({ ...own, device: { kind: "cpu", threads } }, precision);
}

/** Null for a run of a version that knew one engine only. */
async function engineOfRun(
	run: string,
): Promise<Omit<EngineSettings, "device"> | null> {
	// What is wrong with a folder is said where its model is opened.
	const manifest = await readManifest(await finalRun(run)).catch(() => null);
	const { engine, precision } = (manifest?.recipe ??
		{}) as Partial<EngineSettings>;
	const read = engineSchema.safeParse(engine);
	if (engine === undefined || !read.success) return null;
	return { engine: read.data, ...(precision !== undefined && { precision }) };
}
