import type { Graph } from "../graph/graph.ts";
import type { Buffer, Buffers, GraphSession } from "../graph/session.ts";
import type { Device } from "./device.ts";
import { runError, sessionError } from "./devices.ts";
import { endOutput, isEndOfOutputs, OutputShapes } from "./given-outputs.ts";
import * as ort from "./onnxruntime.ts";
import {
	type OnnxSessionOptions,
	type SessionModel,
	withSessionModel,
} from "./session-model.ts";
import { asBuffer, asTensor, missingInput } from "./tensors.ts";

/** A session of ONNX Runtime. A run keeps the thread busy until it ends. */
export class OnnxSession implements GraphSession {
	readonly #session: ort.InferenceSession;
	readonly #device: Device;
	readonly #shapes: OutputShapes;

	private constructor(
		session: ort.InferenceSession,
		{ device, ports }: SessionModel,
	) {
		this.#session = session;
		this.#device = device;
		this.#shapes = new OutputShapes(ports);
	}

	/** Throws `device` if the device or the weights cannot be used, and `disk` if quantised weights do not fit there. */
	static create(
		graph: Graph,
		options: OnnxSessionOptions,
	): Promise<OnnxSession> {
		return withSessionModel(graph, options, OnnxSession.open);
	}

	/** Throws `device` if the device or the weights cannot be used. */
	static async open(model: SessionModel): Promise<OnnxSession> {
		try {
			const { bytes, options } = model;
			const session = await ort.InferenceSession.create(bytes, options);
			return new OnnxSession(session, model);
		} catch (cause) {
			throw sessionError(model.device, cause);
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
			if (!feed) throw missingInput(name);
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
