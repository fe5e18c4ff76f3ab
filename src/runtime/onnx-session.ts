import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TemperError } from "../core/error.ts";
import type { Graph } from "../graph/graph.ts";
import type { Buffer, Buffers, GraphSession } from "../graph/session.ts";
import type { Device, DeviceOptions } from "./device.ts";
import { checkDevice, runError, sessionError } from "./devices.ts";
import { writeKept } from "./kept-weights.ts";
import { lower } from "./lower/lower.ts";
import * as ort from "./onnxruntime.ts";

export interface OnnxSessionOptions extends DeviceOptions {
	/** Prefix of the file that a profile of every run is written to. */
	readonly profile?: string;
	/** Called when the weights that are not used as stored are written, before the runtime reads the graph. */
	readonly onWeights?: () => void;
}

/**
 * A session of ONNX Runtime. It holds its own copy of the frozen weights: few sessions per process, each for a role.
 * A run keeps the thread busy until it ends.
 */
export class OnnxSession implements GraphSession {
	readonly #session: ort.InferenceSession;
	readonly #device: Device;

	private constructor(session: ort.InferenceSession, device: Device) {
		this.#session = session;
		this.#device = device;
	}

	/** Throws `device` if the device or the weights cannot be used. */
	static async create(
		graph: Graph,
		{ device, threads, profile, onWeights }: OnnxSessionOptions,
	): Promise<OnnxSession> {
		checkDevice(device);
		const scratch = join(tmpdir(), `temper-${randomUUID()}.weights`);
		const { model, root, quantized } = lower(graph, device, scratch);
		const folder = root && {
			model_external_initializers_file_folder_path: root,
		};
		const options: ort.SessionOptions = {
			executionProviders: device === "cpu" ? ["cpu"] : [device, "cpu"],
			logSeverityLevel: 3,
			// The pattern holds every buffer of the step at once: 1.6 times the memory for no time.
			enableMemPattern: false,
			extra: { session: { ...folder } },
			...(threads === null ? {} : { intraOpNumThreads: threads }),
			...(profile ? { enableProfiling: true, profileFilePrefix: profile } : {}),
		};
		try {
			if (quantized.length > 0) await writeKept(scratch, quantized);
			onWeights?.();
			const session = await ort.InferenceSession.create(model, options);
			return new OnnxSession(session, device);
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
		const fetches: Record<string, ort.Tensor | null> = {};
		for (const name of this.#session.outputNames) {
			const target = into[name];
			fetches[name] = target ? asTensor(target) : null;
		}
		const results = await this.#session
			.run(inputs, fetches)
			.catch((cause: unknown) => {
				throw runError(this.#device, cause);
			});
		return Object.fromEntries(
			Object.entries(results).map(([name, tensor]) => [name, asBuffer(tensor)]),
		);
	}

	async dispose(): Promise<void> {
		await this.#session.release();
	}

	endProfiling(): void {
		this.#session.endProfiling();
	}
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
