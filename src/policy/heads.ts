import { joinRows } from "../data/pack.ts";
import type { GraphSession } from "../graph/session.ts";
import type { Model } from "../models/model.ts";
import type { Backend } from "../runtime/open-session.ts";
import { openSession } from "../runtime/open-session.ts";
import { headsGraph } from "./graphs.ts";
import { rowsOfLogits } from "./head-chunks.ts";
import type { HiddenStates } from "./row-scores.ts";

/** Compares what two models say by their last hidden states. */
export class Heads {
	readonly #session: GraphSession;
	readonly #model: Model;

	private constructor(session: GraphSession, model: Model) {
		this.#session = session;
		this.#model = model;
	}

	/** For two models of the same shapes. Throws `device`. */
	static async open(
		model: Model,
		base: Model,
		backend: Backend,
	): Promise<Heads> {
		return new Heads(
			await openSession(headsGraph(model, base), backend),
			model,
		);
	}

	/** KL(base || model) at each position, in nats. Both have states of the same positions. */
	async kl(own: HiddenStates, base: HiddenStates): Promise<Float32Array> {
		const { hiddenSize, vocabSize } = this.#model.architecture;
		const most = rowsOfLogits(vocabSize);
		const found: Float32Array[] = [];
		for (const [i, { data, dims }] of own.entries()) {
			const count = dims[0] as number;
			for (let start = 0; start < count; start += most) {
				const end = Math.min(start + most, count);
				const part = (all: typeof data) => ({
					data: all.subarray(start * hiddenSize, end * hiddenSize),
					dims: [end - start, hiddenSize],
				});
				const baseHidden = part((base[i] as (typeof own)[0]).data);
				const { kl } = await this.#session.run({
					...{ hidden: part(data), baseHidden },
				});
				found.push(kl?.data as Float32Array);
			}
		}
		const size = found.reduce((sum, { length }) => sum + length, 0);
		return joinRows(found, size);
	}

	async dispose(): Promise<void> {
		await this.#session.dispose();
	}
}
