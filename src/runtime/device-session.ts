import type { Graph } from "../graph/graph.ts";
import type { Buffer, DeviceValue, Values } from "../graph/session.ts";
import { verifyGraph } from "../graph/verify.ts";
import type { Device } from "./device.ts";
import { runError } from "./devices.ts";
import * as ort from "./onnxruntime.ts";
import { type OnnxSessionOptions, withSessionModel } from "./session-model.ts";
import { asBuffer, asTensor, missingInput } from "./tensors.ts";

/** A tensor on the device. (Its `getData` ends the process in ONNX Runtime 1.30: a value is read by a session that gives arrays.) */
class DeviceTensor implements DeviceValue {
	readonly tensor: ort.Tensor;
	readonly dims: readonly number[];
	readonly #live: Set<DeviceValue>;

	constructor(tensor: ort.Tensor, live: Set<DeviceValue>) {
		this.tensor = tensor;
		this.dims = tensor.dims;
		this.#live = live;
		live.add(this);
	}

	dispose(): void {
		if (this.#live.delete(this)) this.tensor.dispose();
	}
}

/** A session of which some outputs stay on the device. They can be fed to any session on the device, and live until it is disposed of at the latest. */
export class DeviceSession {
	readonly #session: ort.InferenceSession;
	readonly #device: Device;
	readonly #live = new Set<DeviceValue>();

	private constructor(session: ort.InferenceSession, device: Device) {
		this.#session = session;
		this.#device = device;
	}

	/** `staying`: the outputs that stay. Throws `device` if the device or the weights cannot be used. */
	static create(
		graph: Graph,
		options: OnnxSessionOptions,
		staying: readonly string[],
	): Promise<DeviceSession> {
		verifyGraph(graph);
		const locations = Object.fromEntries(
			staying.map((name) => [name, "gpu-buffer"] as const),
		);
		return withSessionModel(graph, options, async ({ bytes, ...model }) => {
			const session = await ort.InferenceSession.create(bytes, {
				...model.options,
				preferredOutputLocation: locations,
			});
			return new DeviceSession(session, model.device);
		});
	}

	/** Values of its runs that have not been disposed of. */
	get live(): number {
		return this.#live.size;
	}

	/** Runs the graph. Inputs that it does not have are ignored. Throws as `GraphSession.run`. */
	async run(feeds: Values): Promise<Values> {
		const inputs: Record<string, ort.Tensor> = {};
		for (const name of this.#session.inputNames) {
			const feed = feeds[name];
			if (!feed) throw missingInput(name);
			inputs[name] =
				feed instanceof DeviceTensor ? feed.tensor : asTensor(feed as Buffer);
		}
		const results = await this.#session.run(inputs).catch((cause: unknown) => {
			throw runError(this.#device, cause);
		});
		return Object.fromEntries(
			Object.entries(results).map(([name, value]) => {
				const tensor = value as ort.Tensor;
				const stays = tensor.location === "gpu-buffer";
				return [
					name,
					stays ? new DeviceTensor(tensor, this.#live) : asBuffer(tensor),
				];
			}),
		);
	}

	async dispose(): Promise<void> {
		for (const value of [...this.#live]) value.dispose();
		await this.#session.release();
	}
}
