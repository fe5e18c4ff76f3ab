import { readTensor } from "../formats/safetensors/tensor-data.ts";
import type { Graph } from "../graph/graph.ts";
import type { Buffer, Buffers, Values } from "../graph/session.ts";
import type { Model } from "../models/model.ts";
import type { Precision, Trainable } from "../nn/parameters.ts";
import type { RotaryOptions } from "../nn/rotary.ts";
import { type Rotation, rotateFactors } from "../nn/rotation.ts";
import { type Backend, openSession } from "../runtime/open-session.ts";
import {
	type DecodedShape,
	type DecodeGraphOptions,
	decodeGraph,
} from "./decode-graph.ts";
import { DeviceDecoding } from "./on-device/device-decoding.ts";

export type DecodeOptions = DecodeGraphOptions & Backend;

/** How the graph is rotated, and the norm weights that it folds into layers, by tensor name. */
interface Basis {
	readonly rotation: Rotation;
	readonly gains: ReadonlyMap<string, Float32Array>;
}

async function basisOf(rotation: Rotation, { tensors }: Model): Promise<Basis> {
	const gains = new Map<string, Float32Array>();
	for (const { gain } of rotation.layers.values()) {
		const stored = gain === null ? undefined : tensors.get(gain);
		if (gain !== null && stored && !gains.has(gain))
			gains.set(gain, await readTensor(stored));
	}
	return { rotation, gains };
}

/** All that another thread needs to compute the same. */
export interface DecodePlan {
	readonly graph: Graph;
	readonly architecture: DecodedShape;
	/** How products with frozen weights are computed. */
	readonly precision: Precision;
	/** Rotations whose tables each run is given. */
	readonly rotations: readonly RotaryOptions[];
}

/** What a decoder runs its tokens through. */
export interface DecodeRuns extends Omit<DecodePlan, "graph"> {
	/** Adapters that change nothing: the model is its base. */
	readonly noAdapter: Buffers;
	/** Adapters as the graph reads them: its inputs, in its basis. */
	inBasis(adapters: Buffers): Buffers;
	/** `into`: results of a run of equal sizes, whose arrays the new results may take; none on a device. */
	run(feeds: Values, into: Buffers): Promise<Values>;
	/** Caches and values that stay on the device of the runs. Left out if everything is in arrays. */
	readonly onDevice?: Pick<DeviceDecoding, "cache" | "place"> | null;
}

interface OpenedGraph {
	run(feeds: Values, into: Buffers): Promise<Values>;
	dispose(): Promise<void>;
}

/** A model that is loaded to generate. It holds the weights; any number of decoders may share it. */
export class DecodeSession implements DecodeRuns {
	readonly plan: DecodePlan;
	readonly onDevice: DeviceDecoding | null;
	readonly #session: OpenedGraph;
	readonly #trainables: readonly Trainable[];
	readonly #basis: Basis | null;

	private constructor(
		plan: DecodePlan,
		session: OpenedGraph,
		trainables: readonly Trainable[],
		basis: Basis | null,
	) {
		this.plan = plan;
		this.onDevice = session instanceof DeviceDecoding ? session : null;
		this.#session = session;
		this.#trainables = trainables;
		this.#basis = basis;
	}

	/** Throws `device` if the device or the weights cannot be used. */
	static async open(
		model: Model,
		options: DecodeOptions,
	): Promise<DecodeSession> {
		const onDevice = !("open" in options) && options.device === "webgpu";
		const built = decodeGraph(model, options, onDevice);
		const basis = built.rotation && (await basisOf(built.rotation, model));
		const { graph, rotations, trainables } = built;
		const { precision } = options;
		const { layers, kvHeads, headDim, windows, vocabSize, maxPositions } =
			model.architecture;
		const architecture = {
			...{ layers, kvHeads, headDim },
			...{ windows, vocabSize, maxPositions },
		};
		const session = onDevice
			? await DeviceDecoding.open(built, architecture, options)
			: await openSession(graph, options);
		const plan = { graph, architecture, precision, rotations };
		return new DecodeSession(plan, session, trainables, basis);
	}

	get architecture(): DecodedShape {
		return this.plan.architecture;
	}

	get precision(): Precision {
		return this.plan.precision;
	}

	get rotations(): readonly RotaryOptions[] {
		return this.plan.rotations;
	}

	inBasis(adapters: Buffers): Buffers {
		if (!this.#basis) return adapters;
		const { rotation, gains } = this.#basis;
		return rotateFactors(rotation, gains, adapters);
	}

	get noAdapter(): Buffers {
		return Object.fromEntries(
			this.#trainables.map(({ name, shape }): [string, Buffer] => {
				const size = shape.reduce((product, n) => product * n, 1);
				return [name, { data: new Float32Array(size), dims: shape }];
			}),
		);
	}

	run(feeds: Values, into: Buffers): Promise<Values> {
		return this.#session.run(feeds, into);
	}

	async dispose(): Promise<void> {
		await this.#session.dispose();
	}
}
