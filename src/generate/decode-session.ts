import { readTensor } from "../formats/safetensors/tensor-data.ts";
import type { Buffer, Buffers, GraphSession } from "../graph/session.ts";
import type { Architecture } from "../models/architecture.ts";
import type { Model } from "../models/model.ts";
import type { Precision, Trainable } from "../nn/parameters.ts";
import type { RotaryOptions } from "../nn/rotary.ts";
import { type Rotation, rotateFactors } from "../nn/rotation.ts";
import { type Backend, openSession } from "../runtime/open-session.ts";
import {
	type DecodeGraph,
	type DecodeGraphOptions,
	decodeGraph,
} from "./decode-graph.ts";

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

/** A model that is loaded to generate. It holds the weights; any number of decoders may share it. */
export class DecodeSession {
	readonly architecture: Architecture;
	/** How products with frozen weights are computed. */
	readonly precision: Precision;
	/** Rotations whose tables each run is given. */
	readonly rotations: readonly RotaryOptions[];
	readonly #session: GraphSession;
	readonly #trainables: readonly Trainable[];
	readonly #basis: Basis | null;

	private constructor(
		architecture: Architecture,
		precision: Precision,
		session: GraphSession,
		{ trainables, rotations }: DecodeGraph,
		basis: Basis | null,
	) {
		this.architecture = architecture;
		this.precision = precision;
		this.rotations = rotations;
		this.#session = session;
		this.#trainables = trainables;
		this.#basis = basis;
	}

	/** Throws `device` if the device or the weights cannot be used. */
	static async open(
		model: Model,
		options: DecodeOptions,
	): Promise<DecodeSession> {
		const built = decodeGraph(model, options);
		const basis = built.rotation && (await basisOf(built.rotation, model));
		const session = await openSession(built.graph, options);
		return new DecodeSession(
			model.architecture,
			options.precision,
			session,
			built,
			basis,
		);
	}

	/** Adapters as the session reads them: its inputs, in the basis of its graph. */
	inBasis(adapters: Buffers): Buffers {
		if (!this.#basis) return adapters;
		const { rotation, gains } = this.#basis;
		return rotateFactors(rotation, gains, adapters);
	}

	/** Adapters that change nothing: the model is its base. */
	get noAdapter(): Buffers {
		return Object.fromEntries(
			this.#trainables.map(({ name, shape }): [string, Buffer] => {
				const size = shape.reduce((product, n) => product * n, 1);
				return [name, { data: new Float32Array(size), dims: shape }];
			}),
		);
	}

	run(feeds: Buffers): Promise<Buffers> {
		return this.#session.run(feeds);
	}

	async dispose(): Promise<void> {
		await this.#session.dispose();
	}
}
