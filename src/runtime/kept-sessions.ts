import type { Graph } from "../graph/graph.ts";
import { graphKey } from "../graph/graph-key.ts";
import type { GraphSession } from "../graph/session.ts";
import type { DeviceOptions } from "./device.ts";
import { OnnxSession } from "./onnx-session.ts";
import type { Backend } from "./open-session.ts";

/** Limits of the sessions that nobody uses. */
export interface KeptSessionLimits {
	/** How many there may be. */
	readonly count: number;
	/** Memory of the whole process, in bytes, up to which they are kept. */
	readonly processBytes: number;
}

interface Entry {
	readonly session: Promise<GraphSession>;
	users: number;
}

/**
 * Sessions that outlive their users: a graph that was opened before is not lowered and optimised again. Users of equal graphs share a
 * session. Those that nobody uses are released, the longest unused first, if there are too many or the process is too large.
 */
export class KeptSessions {
	readonly #device: DeviceOptions;
	readonly #limits: KeptSessionLimits;
	/** In the order in which they were last given back or opened. */
	readonly #entries = new Map<string, Entry>();

	constructor(
		device: DeviceOptions,
		limits: KeptSessionLimits = { count: 16, processBytes: 1e9 },
	) {
		this.#device = device;
		this.#limits = limits;
	}

	/** What opens them. */
	get backend(): Backend {
		return { open: (graph) => this.#open(graph) };
	}

	/** How many there are, used or not. */
	get open(): number {
		return this.#entries.size;
	}

	/** Releases those that nobody uses. */
	async clear(): Promise<void> {
		for (const [key, { users }] of [...this.#entries])
			if (users === 0) await this.#release(key);
	}

	async #open(graph: Graph): Promise<GraphSession> {
		const key = graphKey(graph);
		const entry = this.#entries.get(key) ?? {
			session: OnnxSession.create(graph, this.#device),
			users: 0,
		};
		this.#entries.set(key, entry);
		entry.users++;
		try {
			return this.#lend(key, entry, await entry.session);
		} catch (error) {
			this.#entries.delete(key);
			throw error;
		}
	}

	#lend(key: string, entry: Entry, session: GraphSession): GraphSession {
		let lent = true;
		return {
			key,
			inputs: session.inputs,
			run: (feeds, into) => session.run(feeds, into),
			dispose: async () => {
				if (!lent) return;
				lent = false;
				entry.users--;
				this.#entries.delete(key);
				this.#entries.set(key, entry);
				await this.#shrink();
			},
		};
	}

	async #shrink(): Promise<void> {
		const { count, processBytes } = this.#limits;
		const unused = [...this.#entries].filter(([, { users }]) => users === 0);
		for (const [i, [key]] of unused.entries()) {
			const tooMany = unused.length - i > count;
			if (!tooMany && process.memoryUsage.rss() <= processBytes) return;
			await this.#release(key);
		}
	}

	async #release(key: string): Promise<void> {
		const entry = this.#entries.get(key);
		this.#entries.delete(key);
		await (await entry?.session)?.dispose();
	}
}
