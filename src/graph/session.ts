import type { Graph } from "./graph.ts";

/** Numbers with their sizes, row-major. */
export interface Buffer {
	readonly data: Float32Array | Int32Array;
	readonly dims: readonly number[];
}

export type Buffers = Readonly<Record<string, Buffer>>;

/** Numbers that stay on a device until they are disposed of. */
export interface DeviceValue {
	readonly dims: readonly number[];
	dispose(): void;
}

/** Numbers wherever they are. */
export type Values = Readonly<Record<string, Buffer | DeviceValue>>;

/** A graph that is ready to run. It may hold a copy of the frozen weights until it is disposed of. */
export interface GraphSession {
	/** Sessions with the same key compute the same. Missing if a session has none. */
	readonly key?: string;
	/** Runs that compute at the same time; others wait. 1 if left out. */
	readonly width?: number;
	/** Names of the inputs that the graph reads. */
	readonly inputs: readonly string[];
	/**
	 * Runs the graph. Inputs that the graph does not have are ignored. Outputs named in `into` are written into the given
	 * arrays; the others are new. Throws `internal` for a missing input and `device` if memory runs out.
	 */
	run(feeds: Buffers, into?: Buffers): Promise<Record<string, Buffer>>;
	dispose(): Promise<void>;
}

/** Opens a session for a graph. Throws `device` if the session cannot be created. */
export type OpenSession = (graph: Graph) => Promise<GraphSession>;
