import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TemperError } from "../core/error.ts";
import { writeError } from "../core/file-error.ts";
import type { Graph } from "../graph/graph.ts";
import type { Buffer, Buffers, GraphSession } from "../graph/session.ts";
import type { Device, DeviceOptions, WeightMemory } from "./device.ts";
import { checkDevice, runError, sessionError } from "./devices.ts";
import { endOutput, isEndOfOutputs, OutputShapes } from "./given-outputs.ts";
import { writeKept } from "./kept-weights.ts";
import { lower } from "./lower/lower.ts";
import type { QuantizedMatrix } from "./lower/quantized.ts";
import * as ort from "./onnxruntime.ts";

export interface OnnxSessionOptions extends DeviceOptions {
	/** Prefix of the file that a profile of every run is written to. */
	readonly profile?: string;
	/** Called when the weights that are not used as stored are written, before the runtime reads the graph. */
	readonly onWeights?: () => void;
}

/** A session of ONNX Runtime. A run keeps the thread busy until it ends. */
export class OnnxSession implements GraphSession {
	readonly #session: ort.InferenceSession;
	readonly #device: Device;
	readonly #shapes: OutputShapes;

	private constructor(
		session: ort.InferenceSession,
		device: Device,
		shapes: OutputShapes,
	) {
		this.#session = session;
		this.#device = device;
		this.#shapes = shapes;
	}

	/** Throws `device` if the device or the weights cannot be used. */
	static async create(
		graph: Graph,
		{ device, threads, profile, onWeights, weights }: OnnxSessionOptions,
	): Promise<OnnxSession> {
		checkDevice(device);
		const scratch = join(tmpdir(), `temper-${randomUUID()}.weights`);
		const { model, root, quantized } = lower(graph, device, scratch);
		const options: ort.SessionOptions = {
			executionProviders: device === "cpu" ? ["cpu"] : [device, "cpu"],
			logSeverityLevel: 3,
			// The pattern holds every buffer of the step at once: 1.6 times the memory for no time.
			enableMemPattern: false,
			extra: extraOptions(root, weights),
			...(threads === null ? {} : { intraOpNumThreads: threads }),
			...(profile ? { enableProfiling: true, profileFilePrefix: profile } : {}),
		};
		try {
			if (quantized.length > 0) await written(scratch, quantized);
			onWeights?.();
			const session = await ort.InferenceSession.create(model, options);
			return new OnnxSession(session, device, new OutputShapes(graph));
		} catch (cause) {
			throw sessionError(device, cause);
		} finally {
			// The session has mapped or copied what it needs.
			await rm(scratch, { force: true });
		}
	}

	get inputs(): readonly string[] {
		return this.#session.inputNames;
	}

	async run(
		feeds: Buffers,
		into: Buffers = {},
	): Promise<Record<string, Buffer>> {
		const inputs: Record<string, ort.Tensor> = {};
		for (const name of this.#session.inputNames) {
			const feed = feeds[name];
			if (!feed)
				throw new TemperError("internal", {
					where: "session",
					expected: `a value for ${name}`,
					found: "none",
				});
			inputs[name] = asTensor(feed);
		}
		const isGiven = this.#device === "cpu" && Object.keys(into).length > 0;
		const arrays = isGiven ? this.#shapes.arrays(feeds, into) : null;
		if (arrays) return this.#runInto(inputs, arrays);
		const fetches: Record<string, ort.Tensor | null> = {};
		for (const name of this.#session.outputNames) {
			if (name === endOutput) continue;
			const target = into[name];
			fetches[name] = target ? asTensor(target) : null;
		}
		const results = await this.#run(inputs, fetches);
		return Object.fromEntries(
			Object.entries(results).map(([name, tensor]) => [name, asBuffer(tensor)]),
		);
	}

	/** Every output is written into an array and not copied. */
	async #runInto(
		inputs: Record<string, ort.Tensor>,
		arrays: Record<string, Buffer>,
	): Promise<Record<string, Buffer>> {
		const fetches = Object.entries(arrays).map(
			([name, array]) => [name, asTensor(array)] as const,
		);
		const all = { [endOutput]: null, ...Object.fromEntries(fetches) };
		try {
			await this.#session.run(inputs, all);
		} catch (cause) {
			if (!isEndOfOutputs(cause)) throw runError(this.#device, cause);
		}
		return arrays;
	}

	async #run(
		inputs: Record<string, ort.Tensor>,
		fetches: Record<string, ort.Tensor | null>,
	): Promise<Readonly<Record<string, ort.OnnxValue>>> {
		try {
			return await this.#session.run(inputs, fetches);
		} catch (cause) {
			throw runError(this.#device, cause);
		}
	}

	async dispose(): Promise<void> {
		await this.#session.release();
	}

	endProfiling(): void {
		this.#session.endProfiling();
	}
}

/** `root`: the folder to which the paths of weight files are relative; null if there are none. */
/** Writes quantised weights. Throws `disk` if they do not fit there. */
async function written(
	path: string,
	matrices: readonly QuantizedMatrix[],
): Promise<void> {
	try {
		await writeKept(path, matrices);
	} catch (cause) {
		throw writeError(cause, path);
	}
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

function asTensor({ data, dims }: Buffer): ort.Tensor {
	return data instanceof Int32Array
		? new ort.Tensor("int32", data, dims)
		: new ort.Tensor("float32", data, dims);
}

function asBuffer(tensor: ort.OnnxValue): Buffer {
	const { data, dims } = tensor as ort.Tensor;
	return { data: data as Float32Array | Int32Array, dims };
}
