import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TemperError } from "../core/error.ts";
import type { Graph } from "../graph/graph.ts";
import type { DeviceOptions } from "./device-options.ts";
import { checkDevice, runError, sessionError } from "./devices.ts";
import type { DeviceKind } from "./lower/emitter.ts";
import { lower } from "./lower/lower.ts";
import * as ort from "./onnxruntime.ts";
import { quantize } from "./quantize.ts";

/** Numbers with their sizes, row-major. */
export interface Buffer {
	readonly data: Float32Array | Int32Array;
	readonly dims: readonly number[];
}

export type Buffers = Readonly<Record<string, Buffer>>;

export interface SessionOptions extends DeviceOptions {
	/** Writes a profile of every run beside this path. */
	readonly profile?: string;
}

/**
 * A graph that is ready to run. It holds its own copy of the frozen weights: few sessions per process, each for a role.
 * A run keeps the thread busy until it ends.
 */
export class Session {
	readonly #session: ort.InferenceSession;
	readonly #device: DeviceKind;

	private constructor(session: ort.InferenceSession, device: DeviceKind) {
		this.#session = session;
		this.#device = device;
	}

	/** Throws `device` where the device or the weights cannot be used. */
	static async create(
		graph: Graph,
		{ device, threads, profile }: SessionOptions,
	): Promise<Session> {
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
			if (quantized.length > 0)
				await writeFile(scratch, await quantize(quantized));
			const session = await ort.InferenceSession.create(model, options);
			return new Session(session, device);
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

	/**
	 * Runs the graph. Inputs that it does not have are ignored. Outputs named in `into` are written into the given
	 * arrays; the others are new. Throws `device` where memory runs out.
	 */
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
