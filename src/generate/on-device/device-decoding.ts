import type { Graph } from "../../graph/graph.ts";
import type { Buffers, Values } from "../../graph/session.ts";
import { cachedNames } from "../../nn/cached-pass.ts";
import type { DeviceOptions } from "../../runtime/device.ts";
import { DeviceSession } from "../../runtime/device-session.ts";
import type { DecodedShape, DecodeGraph } from "../decode-graph.ts";
import { arrangeGraph, cacheParts } from "./arrange-graph.ts";
import { DeviceCache } from "./device-cache.ts";
import { placedName, placeGraph } from "./place-graph.ts";

interface Sessions {
	readonly passes: DeviceSession;
	readonly arranging: DeviceSession;
	/** Null if no input is the same in all passes. */
	readonly placing: DeviceSession | null;
}

/**
 * Runs a decode graph on a device where caches, adapters and tables stay from one pass to the next. Only ids, positions, masks and indices
 * are sent to it, and only logits come back.
 */
export class DeviceDecoding {
	readonly #shape: DecodedShape;
	readonly #sessions: Sessions;

	private constructor(shape: DecodedShape, sessions: Sessions) {
		this.#shape = shape;
		this.#sessions = sessions;
	}

	/** Throws `device` if the device or the weights cannot be used. */
	static async open(
		built: DecodeGraph,
		shape: DecodedShape,
		options: DeviceOptions,
	): Promise<DeviceDecoding> {
		const parts = cacheParts(shape);
		const opened: DeviceSession[] = [];
		const open = async (graph: Graph, staying: readonly string[]) => {
			const session = await DeviceSession.create(graph, options, staying);
			opened.push(session);
			return session;
		};
		try {
			const fresh = parts.map((part) => part.fresh);
			const next = parts.map((part) => part.next);
			const lasting = lastingInputs(built);
			const placed = lasting.map(({ name }) => placedName(name));
			return new DeviceDecoding(shape, {
				passes: await open(built.graph, fresh),
				arranging: await open(arrangeGraph(shape), next),
				placing:
					lasting.length === 0 ? null : await open(placeGraph(lasting), placed),
			});
		} catch (error) {
			for (const session of opened) await session.dispose();
			throw error;
		}
	}

	run(feeds: Values): Promise<Values> {
		return this.#sessions.passes.run(feeds);
	}

	/** Moves adapters and tables to the device, where they stay until they are released. */
	async place(buffers: Buffers): Promise<Values> {
		const { placing } = this.#sessions;
		if (!placing) return {};
		const placed = await placing.run(buffers);
		return Object.fromEntries(
			Object.keys(buffers).flatMap((name) => {
				const value = placed[placedName(name)];
				return value ? [[name, value] as const] : [];
			}),
		);
	}

	/** Throws `recipe` if the cache would not fit into half of the machine's memory when it is full. */
	cache(slots: number, capacity: number): DeviceCache {
		const { arranging } = this.#sessions;
		return new DeviceCache(this.#shape, slots, capacity, (feeds) =>
			arranging.run(feeds),
		);
	}

	async dispose(): Promise<void> {
		const { passes, arranging, placing } = this.#sessions;
		for (const session of [placing, arranging, passes])
			await session?.dispose();
	}
}

/** Inputs of a decode graph that are the same in all passes. */
function lastingInputs({ graph, trainables, rotations }: DecodeGraph) {
	const names = new Set([
		...trainables.map(({ name }) => name),
		...rotations.flatMap((options) =>
			(["cos", "sin"] as const).map((part) => cachedNames.table(part, options)),
		),
	]);
	return graph.leaves
		.filter(
			({ source, value }) => source.kind === "input" && names.has(value.name),
		)
		.map(({ value }) => value);
}
