import type { Buffer, Buffers, GraphSession } from "../graph/session.ts";
import type { Architecture } from "../models/architecture.ts";
import type { Model } from "../models/model.ts";
import type { Trainable } from "../nn/parameters.ts";
import type { RotaryOptions } from "../nn/rotary.ts";
import { type Backend, openSession } from "../runtime/open-session.ts";
import { type DecodeGraphOptions, decodeGraph } from "./decode-graph.ts";

export type DecodeOptions = DecodeGraphOptions & Backend;

/** A model that is loaded to generate. It holds the weights; any number of decoders may share it. */
export class DecodeSession {
	readonly architecture: Architecture;
	/** Rotations whose tables each run is given. */
	readonly rotations: readonly RotaryOptions[];
	readonly #session: GraphSession;
	readonly #trainables: readonly Trainable[];

	private constructor(
		architecture: Architecture,
		session: GraphSession,
		trainables: readonly Trainable[],
		rotations: readonly RotaryOptions[],
	) {
		this.architecture = architecture;
		this.rotations = rotations;
		this.#session = session;
		this.#trainables = trainables;
	}

	/** Throws `device` if the device or the weights cannot be used. */
	static async open(
		model: Model,
		options: DecodeOptions,
	): Promise<DecodeSession> {
		const { graph, trainables, rotations } = decodeGraph(model, options);
		const session = await openSession(graph, options);
		return new DecodeSession(
			model.architecture,
			session,
			trainables,
			rotations,
		);
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
