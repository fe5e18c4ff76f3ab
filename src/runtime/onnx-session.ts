import type { Graph } from "../graph/graph.ts";
import type { Buffer, Buffers, GraphSession } from "../graph/session.ts";
import type { Device } from "./device.ts";
import { runError } from "./devices.ts";
import * as ort from "./onnxruntime.ts";
import { endOfOutputs } from "./outputs/end-of-outputs.ts";
import { endOutput, OutputShapes } from "./outputs/given-outputs.ts";
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
	/** With what a run ends that writes all outputs into arrays; null if the binding or the device cannot do that. */
	readonly #end: string | null;

	private constructor(
		session: ort.InferenceSession,
		{ device, ports }: SessionModel,
		end: string | null,
	) {
		this.#session = session;
		this.#device = device;
		this.#shapes = new OutputShapes(ports);
		this.#end = end;
	}

	/** Throws `device` if the device or the weights cannot be used, and `disk` if quantised weights do not fit there. */
	static create(
		graph: Graph,
		options: OnnxSessionOptions,
	): Promise<OnnxSession> {
		return withSessionModel(graph, options, OnnxSession.open);
	}

	/** Throws what the runtime throws: `withSessionModel` says it in a sentence. */
	static async open(model: SessionModel): Promise<OnnxSession> {
		const { device, bytes, options } = model;
		const end = device === "cpu" ? await endOfOutputs() : null;
		const session = await ort.InferenceSession.create(bytes, options);
		return new OnnxSession(session, model, end);
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
		try {
			const isGiven = this.#end !== null && Object.keys(into).length > 0;
			const arrays = isGiven ? this.#shapes.arrays(feeds, into) : null;
			if (arrays) return await this.#runInto(inputs, arrays);
			return await this.#runCopied(inputs, into);
		} catch (cause) {
			throw runError(this.#device, cause);
		}
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
		await this.#session.run(inputs, all).catch((cause: Error) => {
			if (cause.message !== this.#end) throw cause;
		});
		return arrays;
	}

	/** Outputs come in new arrays, and are copied into the given ones. */
	async #runCopied(
		inputs: Record<string, ort.Tensor>,
		into: Buffers,
	): Promise<Record<string, Buffer>> {
		const names = this.#session.outputNames.filter(
			(name) => name !== endOutput,
		);
		const results = await this.#session.run(inputs, names);
		return Object.fromEntries(
			Object.entries(results).map(([name, tensor]) => {
				const output = asBuffer(tensor);
				const given = into[name];
				given?.data.set(output.data);
				return [name, given ?? output];
			}),
		);
	}

	async dispose(): Promise<void> {
		await this.#session.release();
	}

	endProfiling(): void {
		this.#session.endProfiling();
	}
}
