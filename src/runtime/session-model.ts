import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeError } from "../core/file-error.ts";
import type { Graph } from "../graph/graph.ts";
import { codeTypeOf } from "./code-type.ts";
import type { Device, DeviceOptions, WeightMemory } from "./device.ts";
import { checkDevice, sessionError } from "./devices.ts";
import { lower } from "./lower/lower.ts";
import type { PackedWeights, QuantizedMatrix } from "./lower/quantized.ts";
import type { SessionOptions } from "./onnxruntime.ts";
import { type PortShapes, portShapes } from "./outputs/given-outputs.ts";
import { writeKept } from "./quantize/kept-weights.ts";
import { packedWeights } from "./quantize/packed-weights.ts";

export interface OnnxSessionOptions extends DeviceOptions {
	/** Prefix of the file that a profile of every run is written to. */
	readonly profile?: string;
	/** Whether sessions map one packed copy of 8-bit weights, where such a file can be kept. */
	readonly sharesPacked?: boolean;
	/** Called when the weights that are not used as stored are written, before the runtime reads the graph. */
	readonly onWeights?: () => void;
}

/** What ONNX Runtime opens, as plain values that another thread can be sent. */
export interface SessionModel {
	readonly device: Device;
	/** A model of ONNX, whose weights are in files. */
	readonly bytes: Uint8Array;
	readonly options: SessionOptions;
	readonly ports: PortShapes;
}

/**
 * Lowers a graph, writes the weights that are not used as stored, and opens sessions of it, which map or copy those weights. Throws
 * `device` if the device cannot be used, and `disk` if the weights do not fit there.
 */
export async function withSessionModel<Opened>(
	graph: Graph,
	options: OnnxSessionOptions,
	open: (model: SessionModel) => Promise<Opened>,
): Promise<Opened> {
	const { device } = options;
	checkDevice(device);
	const scratch = join(tmpdir(), `temper-${randomUUID()}.weights`);
	const codeType = await codeTypeOf(graph).catch((cause: unknown) => {
		throw sessionError(device, cause);
	});
	const { encode, root, quantized } = lower(graph, device, scratch, codeType);
	const openWith = (packed?: PackedWeights) =>
		open({
			...{ device, bytes: encode(packed), ports: portShapes(graph) },
			options: sessionOptions(root, options),
		});
	try {
		const isKept = quantized.length > 0 && (await written(scratch, quantized));
		const packed =
			isKept && options.sharesPacked
				? await packedWeights(scratch, quantized)
				: null;
		options.onWeights?.();
		if (packed === null) return await openWith();
		// The file may have been removed since.
		return await openWith(packed).catch(() => openWith());
	} catch (cause) {
		throw sessionError(device, cause);
	} finally {
		await rm(scratch, { force: true });
	}
}

/** Writes quantised weights, and returns whether they are kept. Throws `disk` if they do not fit there. */
async function written(
	path: string,
	matrices: readonly QuantizedMatrix[],
): Promise<boolean> {
	try {
		return await writeKept(path, matrices);
	} catch (cause) {
		throw writeError(cause, path);
	}
}

/** `root`: the folder to which the paths of weight files are relative; null if there are none. */
function sessionOptions(
	root: string | null,
	{ device, threads, profile, weights }: OnnxSessionOptions,
): SessionOptions {
	return {
		executionProviders: device === "cpu" ? ["cpu"] : [device, "cpu"],
		logSeverityLevel: 3,
		// The pattern holds every buffer of the step at once: 1.6 times the memory for no time.
		enableMemPattern: false,
		extra: extraOptions(root, weights),
		...(threads === null ? {} : { intraOpNumThreads: threads }),
		...(profile ? { enableProfiling: true, profileFilePrefix: profile } : {}),
	};
}

function extraOptions(
	root: string | null,
	weights: WeightMemory = "packed",
): Record<string, unknown> {
	const folder = root && {
		model_external_initializers_file_folder_path: root,
	};
	if (weights === "packed") return { session: { ...folder } };
	return {
		session: { ...folder, disable_prepacking: "1" },
		// Half-precision weights would otherwise be widened, all of them, when the session opens.
		optimization: { disable_specified_optimizers: "ConstantFolding" },
	};
}
